/// Builds the line levels of a frame from its bits: needed only where somebody wants to see them.
enum LevelBuilder {
  /// The levels of a frame without a block.
  static func build(
    _ levels: inout [UInt64], _ start: UInt64, _ word: UInt64, _ control: ControlSpread, _ shape: FrameShape
  ) {
    withWords(&levels, shape) { words in
      setControl(words, word, control)
      integrate(words, start, shape)
    }
  }

  /// The levels of a frame with a block on DP0.
  static func build(
    _ levels: inout [UInt64], _ start: UInt64, _ word: UInt64, _ control: ControlSpread, _ line: PayloadLine,
    _ layout: FrameLayout, _ shape: FrameShape
  ) {
    withWords(&levels, shape) { words in
      setControl(words, word, control)
      guard let base = words.baseAddress else { return }
      line.clearEnd()
      layout.scatter?.scatter(line, into: base)
      integrate(words, start, shape)
    }
  }

  /// The words of a frame in place; what they hold is that of an earlier frame.
  @inline(__always)
  private static func withWords(
    _ levels: inout [UInt64], _ shape: FrameShape, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Void
  ) {
    let count = (shape.slots + 63) / 64
    if levels.count != count { levels = [UInt64](repeating: 0, count: count) }
    levels.withUnsafeMutableBufferPointer { body($0) }
  }

  @inline(__always)
  private static func setControl(
    _ words: UnsafeMutableBufferPointer<UInt64>, _ word: UInt64, _ control: ControlSpread
  ) {
    guard let base = words.baseAddress else { return }
    let count = control.spread(word, into: base)
    if count < words.count { (base + count).update(repeating: 0, count: words.count &- count) }
  }

  /// From transitions to levels: a prefix sum modulo 2.
  @inline(__always)
  private static func integrate(
    _ words: UnsafeMutableBufferPointer<UInt64>, _ start: UInt64, _ shape: FrameShape
  ) {
    for index in 0..<words.count {
      var x = words[index]
      x ^= x &>> 1
      x ^= x &>> 2
      x ^= x &>> 4
      x ^= x &>> 8
      x ^= x &>> 16
      x ^= x &>> 32
      words[index] = x
    }
    // All ones where the level in front of the word is HIGH. A loop of its own: the one above has two words in one step.
    var carry = 0 &- start
    for index in 0..<words.count {
      let x = words[index] ^ carry
      words[index] = x
      carry = 0 &- (x & 1)
    }
    let rest = shape.slots & 63
    if rest != 0 { words[words.count - 1] &= ~(~0 >> UInt64(rest)) }
  }
}
