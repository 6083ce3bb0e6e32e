import FrameSim

extension ObservedFrame {
  /// A frame from one 0 or 1 per slot.
  init(
    number: UInt64 = 0, startSlot: UInt64 = 0, shape: FrameShape = .reset, levels: [UInt8],
    startLevel: UInt64 = 0
  ) {
    var words = [UInt64](repeating: 0, count: (levels.count + 63) / 64)
    for (slot, level) in levels.enumerated() where level == 1 {
      words[slot / 64] |= 1 << UInt64(63 - slot % 64)
    }
    self.init(
      outcome: FrameOutcome(number: number, startSlot: startSlot, shape: shape), startLevel: startLevel,
      levels: words)
  }

  /// Frames of random levels, one after the other.
  static func random(
    shapes: [FrameShape], firstNumber: UInt64 = 0, firstSlot: UInt64 = 0, seed: UInt64
  ) -> [ObservedFrame] {
    var generator = SeededGenerator(seed: seed, stream: "levels")
    var slot = firstSlot
    var level: UInt64 = 0
    return shapes.enumerated().map { index, shape in
      let levels = (0..<shape.slots).map { _ in UInt8(generator.next() & 1) }
      let frame = ObservedFrame(
        number: firstNumber + UInt64(index), startSlot: slot, shape: shape, levels: levels, startLevel: level)
      slot += UInt64(shape.slots)
      level = frame.endLevel
      return frame
    }
  }
}

extension TraceWriter {
  /// Everything it writes about these frames, to its end.
  mutating func trace(_ frames: some Sequence<ObservedFrame>) -> String {
    for frame in frames { observe(frame) }
    finish()
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
