import FrameSim

/// Checks what every frame owes the bus, from levels alone: static, PHY and dynamic sync (section 3) and PAR over
/// its window (section 4.1). It shares nothing with the engine.
struct WireChecker {
  /// Dynamic sync of frames 1 to 15 after a reset (section 16.2).
  static let dynamicSync: [UInt64] = [
    0xF, 0xE, 0xC, 0x8, 0x1, 0x2, 0x4, 0x9, 0x3, 0x6, 0xD, 0xA, 0x5, 0xB, 0x7,
  ]

  /// What was wrong, at most a few lines.
  private(set) var complaints: [String] = []
  private(set) var frames = 0
  private var highs = 0
  private var level: UInt64 = 0

  /// Takes the packed levels of the next frame.
  mutating func take(_ packed: [UInt64], rows: Int, columns: Int) {
    var word: UInt64 = 0
    var row = 0
    var column = 0
    for slot in 0..<rows * columns {
      let now = packed[slot >> 6] >> UInt64(63 - slot & 63) & 1
      highs &+= Int(now)
      if column == 0, row < 48 {
        word = word << 1 | (now ^ level)
        if row == 44 {
          expectedParity = UInt64(highs & 1)
          highs = 0
        }
      }
      level = now
      column &+= 1
      if column == columns {
        column = 0
        row &+= 1
      }
    }
    check(word)
    frames += 1
  }

  private var expectedParity: UInt64 = 0

  private mutating func check(_ word: UInt64) {
    func field(_ first: Int, _ last: Int) -> UInt64 {
      word >> UInt64(47 - last) & (1 << UInt64(last - first + 1) - 1)
    }
    complain(field(24, 31) != 0xB1, "static sync")
    complain(field(32, 32) != 0, "PHY sync")
    complain(field(41, 44) != Self.dynamicSync[frames % 15], "dynamic sync")
    complain(field(45, 45) != expectedParity, "PAR")
  }

  private mutating func complain(_ isWrong: Bool, _ what: String) {
    if isWrong, complaints.count < 5 { complaints.append("frame \(frames): \(what)") }
  }
}
