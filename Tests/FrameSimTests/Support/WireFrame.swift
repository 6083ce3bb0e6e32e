import FrameSim

/// One frame as the line carried it, with nothing taken from the engine but the levels.
struct WireFrame {
  let outcome: FrameOutcome
  /// The level in front of slot [0,0].
  let startLevel: UInt64
  /// The level at the end of each slot.
  let levels: [UInt64]

  init(outcome: FrameOutcome, startLevel: UInt64, packed: [UInt64]) {
    self.outcome = outcome
    self.startLevel = startLevel
    levels = (0..<outcome.shape.slots).map { packed[$0 / 64] >> UInt64(63 - $0 % 64) & 1 }
  }

  /// The bits as section 1.3 decodes them: 1 where the level changed.
  var bits: [UInt64] {
    var last = startLevel
    return levels.map { level in
      defer { last = level }
      return last ^ level
    }
  }

  /// Column 0, rows 0 to 47, first row in bit 47.
  var controlWord: UInt64 {
    let bits = bits
    return (0..<48).reduce(0) { $0 << 1 | bits[$1 * outcome.shape.columns] }
  }

  /// The levels as hexadecimal digits, first slot in the most significant bit.
  var hexLevels: String {
    stride(from: 0, to: levels.count, by: 4).map { start in
      String(levels[start..<start + 4].reduce(0) { $0 << 1 | $1 }, radix: 16, uppercase: true)
    }.joined()
  }

  /// The bits in the given slots, eight to a byte; leftover bits count for nothing (section 10).
  func bytes(in slots: [Int]) -> [UInt8] {
    let bits = bits
    return (0..<slots.count / 8).map { byte in
      (0..<8).reduce(0) { $0 << 1 | UInt8(bits[slots[8 * byte + $1]]) }
    }
  }
}
