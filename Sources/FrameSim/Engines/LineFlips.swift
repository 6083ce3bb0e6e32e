/// Slots of one frame in which the line is disturbed: the decoded bit is inverted for everybody.
public struct LineFlips: Hashable, Sendable {
  /// Slot s of the frame is bit 63 - s % 64 of word s / 64.
  public private(set) var words: [UInt64]

  /// No disturbance.
  @inline(__always)
  public static var none: LineFlips { LineFlips(words: []) }

  @inline(__always)
  private init(words: [UInt64]) {
    self.words = words
  }

  /// The given slots of a frame; slots after its end do nothing.
  public init(slots: [Int]) {
    words = []
    for slot in slots where slot >= 0 {
      while words.count <= slot / 64 { words.append(0) }
      words[slot / 64] |= 1 << UInt64(63 - slot % 64)
    }
  }

  /// Whether there is none.
  public var isEmpty: Bool { words.isEmpty }

  /// 1 where the slot is disturbed, else 0.
  @inline(__always)
  func bit(at slot: Int) -> UInt64 {
    slot >> 6 < words.count ? words[slot >> 6] >> UInt64(63 - slot & 63) & 1 : 0
  }
}
