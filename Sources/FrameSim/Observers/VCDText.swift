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

  /// `#time`.
  static func appendTime(_ time: UInt64, to buffer: inout [UInt8]) {
    buffer.append(0x23)
    appendDecimal(time, to: &buffer)
    buffer.append(0x0A)
  }

  private static func appendDecimal(_ value: UInt64, to buffer: inout [UInt8]) {
    var digits = 1
    var limit: UInt64 = 10
    while value >= limit, digits < 20 {
      digits += 1
      limit = digits < 20 ? limit * 10 : limit
    }
    let end = buffer.count + digits
    buffer.append(contentsOf: repeatElement(0x30, count: digits))
    var rest = value
    var index = end
    while rest > 0 {
      index -= 1
      buffer[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// A value of one bit, for example `1!`.
  static func append(_ value: Bool, of variable: Variable, to buffer: inout [UInt8]) {
    buffer.append(value ? 0x31 : 0x30)
    buffer.append(variable.rawValue)
    buffer.append(0x0A)
  }

  /// A whole number as a real one, for example `r5 %`; readers hold it exactly below 2^53.
  static func append(_ value: UInt64, of variable: Variable, to buffer: inout [UInt8]) {
    buffer.append(0x72)
    appendDecimal(value, to: &buffer)
    appendVariable(variable, to: &buffer)
  }

  /// A string, for example `sdevice_3 '`. Whatever would end the word or start an escape becomes `_`, nothing as well.
  static func append(_ value: String, of variable: Variable, to buffer: inout [UInt8]) {
    buffer.append(0x73)
    if value.isEmpty { buffer.append(0x5F) }
    for byte in value.utf8 {
      buffer.append(byte > 0x20 && byte < 0x7F && byte != 0x5C ? byte : 0x5F)
    }
    appendVariable(variable, to: &buffer)
  }

  private static func appendVariable(_ variable: Variable, to buffer: inout [UInt8]) {
    buffer.append(0x20)
    buffer.append(variable.rawValue)
    buffer.append(0x0A)
  }
}
