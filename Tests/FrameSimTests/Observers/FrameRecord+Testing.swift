import FrameSim

extension FrameRecord {
  /// A frame from one 0 or 1 per slot.
  init(
    number: UInt64, startSlot: UInt64, shape: FrameShape, levels: [UInt8], startLevel: Bool = false,
    controlWord: UInt64 = 0
  ) {
    var words = [UInt64](repeating: 0, count: (levels.count + 63) / 64)
    for (slot, level) in levels.enumerated() where level == 1 {
      words[slot / 64] |= 1 << UInt64(63 - slot % 64)
    }
    self.init(
      number: number, startSlot: startSlot, shape: shape, levels: words, startLevel: startLevel,
      controlWord: controlWord)
  }

  /// Frames of random levels, one behind the other.
  static func random(
    shapes: [FrameShape], firstNumber: UInt64 = 0, firstSlot: UInt64 = 0, seed: UInt64
  ) -> [FrameRecord] {
    var generator = SeededGenerator(seed: seed, stream: "levels")
    var slot = firstSlot
    var level = false
    return shapes.enumerated().map { index, shape in
      let levels = (0..<shape.slots).map { _ in UInt8(generator.next() & 1) }
      let frame = FrameRecord(
        number: firstNumber + UInt64(index), startSlot: slot, shape: shape, levels: levels, startLevel: level)
      slot += UInt64(shape.slots)
      level = frame.endLevel
      return frame
    }
  }
}
