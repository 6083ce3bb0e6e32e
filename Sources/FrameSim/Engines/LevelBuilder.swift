/// Builds the line levels of a frame from its bits: needed only where somebody wants to see them.
enum LevelBuilder {
  /// The levels of a frame without a block.
  static func build(_ levels: inout [UInt64]?, _ start: UInt64, _ word: UInt64, _ shape: FrameShape) {
    var words = levels ?? []
    levels = nil
    clear(&words, shape)
    setControl(&words, word, shape)
    integrate(&words, start, shape)
    levels = words
  }

  /// The levels of a frame with a block on DP0.
  static func build(
    _ levels: inout [UInt64]?, _ start: UInt64, _ word: UInt64, _ line: PayloadLine, _ layout: FrameLayout,
    _ shape: FrameShape
  ) {
    var words = levels ?? []
    levels = nil
    clear(&words, shape)
    setControl(&words, word, shape)
    words.withUnsafeMutableBufferPointer { words in
      for index in 0..<min(8 * line.count, layout.slots.count) {
        let slot = layout.slots[index]
        words[slot >> 6] |= line.bit(index) &<< UInt64(63 - slot & 63)
      }
    }
    integrate(&words, start, shape)
    levels = words
  }

  private static func clear(_ words: inout [UInt64], _ shape: FrameShape) {
    words.removeAll(keepingCapacity: true)
    words.append(contentsOf: repeatElement(0, count: (shape.slots + 63) / 64))
  }

  private static func setControl(_ words: inout [UInt64], _ word: UInt64, _ shape: FrameShape) {
    var bits = word << 16
    while bits != 0 {
      let row = bits.leadingZeroBitCount
      bits &= ~(1 << UInt64(63 - row))
      let slot = row * shape.columns
      words[slot >> 6] |= 1 << UInt64(63 - slot & 63)
    }
  }

  /// From transitions to levels: a prefix sum modulo 2.
  private static func integrate(_ words: inout [UInt64], _ start: UInt64, _ shape: FrameShape) {
    var carry = start
    for index in words.indices {
      var x = words[index]
      for shift: UInt64 in [1, 2, 4, 8, 16, 32] { x ^= x >> shift }
      if carry == 1 { x = ~x }
      carry = x & 1
      words[index] = x
    }
    let rest = shape.slots & 63
    if rest != 0 { words[words.count - 1] &= ~(~0 >> UInt64(rest)) }
  }
}
