/// Takes the line levels of a frame, slot by slot; absent sinks cost nothing.
protocol LevelSink {
  /// Takes the level at the end of the next slot, 0 or 1.
  mutating func take(_ level: UInt64)
}

/// Nobody looks.
struct NoLevels: LevelSink {
  @inline(__always)
  mutating func take(_ level: UInt64) {}
}

/// Packs levels: slot s of the frame is bit 63 - s % 64 of word s / 64.
struct PackedLevels: LevelSink {
  private(set) var words: [UInt64]
  private var current: UInt64 = 0
  private var count = 0

  /// Room for a frame; `words` gives its storage for reuse.
  init(reusing words: consuming [UInt64]) {
    self.words = words
    self.words.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  mutating func take(_ level: UInt64) {
    current = current << 1 | level
    count &+= 1
    if count & 63 == 0 { words.append(current) }
  }

  /// Ends the frame: the last word is filled up with zeros.
  mutating func finish() {
    if count & 63 != 0 { words.append(current << UInt64(64 - count & 63)) }
  }
}
