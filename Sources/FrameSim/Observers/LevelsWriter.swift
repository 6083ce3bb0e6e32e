/// Writes line levels as the characters 0 and 1, one per slot: the file of `--levels`.
public struct LevelsWriter: Sendable {
  /// The eight characters of each byte, as they lie in memory.
  private let characters: [UInt64]

  /// A writer; it keeps nothing between frames.
  public init() {
    characters = (0..<256).map { byte in
      var packed: UInt64 = 0
      for bit in 0..<8 { packed = packed << 8 | UInt64(0x30 + byte >> (7 - bit) & 1) }
      return packed.bigEndian
    }
  }

  /// Appends the levels of a frame, in time order and without a separator.
  public func write(_ frame: FrameRecord, into buffer: inout [UInt8]) {
    write(levels: frame.levels, slots: frame.shape.slots, into: &buffer)
  }

  /// Appends `slots` levels, packed as in `FrameRecord.levels`.
  public func write(levels: [UInt64], slots: Int, into buffer: inout [UInt8]) {
    let start = buffer.count
    let words = min(levels.count, (slots + 63) / 64)
    buffer.append(contentsOf: repeatElement(0x30, count: 64 * words))
    buffer.withUnsafeMutableBytes { bytes in
      for index in 0..<words {
        for byte in 0..<8 {
          let value = Int(levels[index] >> UInt64(56 - 8 * byte) & 0xFF)
          bytes.storeBytes(
            of: characters[value], toByteOffset: start + 64 * index + 8 * byte, as: UInt64.self)
        }
      }
    }
    buffer.removeLast(max(0, 64 * words - slots))
  }

  /// Ends the file with a newline.
  public func finish(into buffer: inout [UInt8]) {
    buffer.append(0x0A)
  }
}
