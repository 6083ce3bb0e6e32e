/// A running hash of the line levels of a run, for comparing runs without keeping their levels.
///
/// FNV-1a with 64 bits over the levels of each frame, packed most significant bit first into bytes in time order;
/// the last byte of a frame is filled up with zeros.
public struct LevelHash: FrameObserver, Hashable {
  /// It hashes levels.
  public static let wantsLevels = true
  /// The hash of all frames so far.
  public private(set) var value = FNV1a.initial

  /// The hash of no frames.
  public init() {}

  /// Adds a frame.
  public mutating func observe(_ frame: borrowing ObservedFrame) {
    let bytes = (frame.shape.slots + 7) / 8
    var hash = value
    frame.levels.withUnsafeBufferPointer { levels in
      let whole = min(levels.count, bytes / 8)
      for index in 0..<whole { hash = Self.step(hash, levels[index], bytes: 8) }
      if whole < levels.count { hash = Self.step(hash, levels[whole], bytes: bytes & 7) }
    }
    value = hash
  }

  /// Each byte depends on the one before: the words that come in front of it cost nothing beside that.
  @inline(__always)
  private static func step(_ hash: UInt64, _ levels: UInt64, bytes: Int) -> UInt64 {
    var hash = hash
    var rest = levels
    for _ in 0..<bytes {
      hash = FNV1a.step(hash, rest &>> 56)
      rest &<<= 8
    }
    return hash
  }
}
