/// The pieces of a Value Change Dump (IEEE 1364 section 18) as ASCII.
enum VCDText {
  /// The variables and their identifier codes.
  enum Variable: UInt8 {
    case clock = 0x21
    case data
    case bit
    case frame
    case row
    case column
    case owner
    case field
  }

  /// The header up to `$enddefinitions`.
  ///
  /// Frame, row and column are real numbers, which readers of logic signals skip: sigrok gives up at the vector of an
  /// `integer`. `string` is no type of the standard, but GTKWave's; sigrok skips each of its values with a warning.
  static func header(slotRateHz: UInt64, annotated: Bool) -> String {
    let annotations =
      annotated
      ? """
      $var wire 1 # bit $end
      $var real 64 $ frame $end
      $var real 64 % row $end
      $var real 64 & column $end
      $var string 1 ' owner $end
      $var string 1 ( field $end

      """ : ""
    return """
      $version simctl $end
      $comment slotRateHz \(slotRateHz) $end
      $timescale 1 ns $end
      $scope module soundwire $end
      $var wire 1 ! sdw_clk $end
      $var wire 1 " sdw_data $end
      \(annotations)$upscope $end
      $enddefinitions $end

      """
  }

  /// Bytes of a value of one bit, after its time.
  static let valueRoom = 4

  /// Writes the end of a line with a time, and a value of one bit as a line, for example `1!`; gives its end.
  @inline(__always)
  static func write(
    _ value: UInt64, of variable: Variable, at place: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let text = 0x0A30_000A | UInt32(variable.rawValue) << 8 | UInt32(truncatingIfNeeded: value) << 16
    place.storeBytes(of: text.bigEndian, as: UInt32.self)
    return place + valueRoom
  }
}
