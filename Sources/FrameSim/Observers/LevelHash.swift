/// A running hash of the line levels of a run, for comparing runs without keeping their levels.
///
/// FNV-1a with 64 bits over the levels of each frame, packed most significant bit first into bytes in time order;
/// the last byte of a frame is filled up with zeros.
public struct LevelHash: Hashable, Sendable {
  /// The hash of all frames so far.
  public private(set) var value = FNV1a.initial

  /// The hash of no frames.
  public init() {}

  /// Adds a frame.
  public mutating func combine(_ frame: FrameRecord) {
    combine(levels: frame.levels, slots: frame.shape.slots)
  }

  /// Adds `slots` levels, packed as in `FrameRecord.levels`.
  public mutating func combine(levels: [UInt64], slots: Int) {
    var hash = value
    var bytes = (slots + 7) / 8
    for word in levels where bytes > 0 {
      var rest = word
      for _ in 0..<min(8, bytes) {
        hash = FNV1a.step(hash, rest >> 56)
        rest <<= 8
      }
      bytes -= 8
    }
    value = hash
  }
}
