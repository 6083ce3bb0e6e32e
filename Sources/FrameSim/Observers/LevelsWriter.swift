/// Writes line levels as the characters 0 and 1, one per slot and in time order: the file of `--levels`.
public struct LevelsWriter: TraceWriter, Sendable {
  /// It writes levels.
  public static let wantsLevels = true
  /// What was written and not taken out yet.
  public var text = TraceText()
  /// The eight characters of each byte, as they lie in memory.
  private let characters: [UInt64]

  /// A writer in front of the first frame.
  public init() {
    characters = (0..<256).map { byte in
      var packed: UInt64 = 0
      for bit in 0..<8 { packed = packed << 8 | UInt64(0x30 + byte >> (7 - bit) & 1) }
      return packed.bigEndian
    }
  }

  /// Appends the levels of a frame, without a separator.
  public mutating func observe(_ frame: borrowing ObservedFrame) {
    let slots = frame.shape.slots
    let characters = characters
    frame.levels.withUnsafeBufferPointer { levels in
      characters.withUnsafeBufferPointer { characters in
        // Whole words: what the last one has too much is written over by the next frame.
        text.append(atMost: 64 * levels.count) { place in
          for index in 0..<levels.count {
            var word = levels[index]
            for byte in 0..<8 {
              place.storeBytes(
                of: characters[Int(truncatingIfNeeded: word &>> 56)], toByteOffset: 64 &* index &+ 8 &* byte,
                as: UInt64.self)
              word &<<= 8
            }
          }
          return place + min(slots, 64 * levels.count)
        }
      }
    }
  }

  /// Ends the file with a newline.
  public mutating func finish() {
    text.append("\n")
  }
}
