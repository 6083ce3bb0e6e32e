import FrameSim

/// Disturbs the line: which slots of the next frame are inverted.
struct FlipGenerator {
  private var dice: Dice
  /// One frame in so many is disturbed; nil for a quiet line.
  private let interval: Int?
  /// How many slots were aimed at which part of the frame.
  private(set) var aims: [Aim: Int] = [:]

  enum Aim: String, CaseIterable {
    case anywhere, sync, parity, response, command, data, preq
    case header, headerResponse, blockData, dataCRC, footer
  }

  init(dice: Dice) {
    var dice = dice
    switch dice.int(0...5) {
    case 0...1: interval = nil
    case 2...4: interval = 30
    default: interval = 7
    }
    self.dice = dice
  }

  /// The disturbed slots of the next frame, which carries a block of `byteCount` data bytes where it carries one.
  mutating func next(_ bus: Bus, byteCount: Int) -> [Int] {
    guard let interval, dice.chance(interval) else { return [] }
    var slots: [Int] = []
    let payload = bus.manager.payloadSlots
    for _ in 0..<(dice.chance(3) ? dice.int(2...5) : 1) {
      let aim = dice.pick(Aim.allCases, or: .anywhere)
      let hit: [Int]
      switch aim {
      case .anywhere: hit = burst(from: dice.int(0...bus.shape.slots - 1), bus.shape.slots)
      case .sync: hit = control(bus, Array(24...32) + Array(41...44))
      case .parity: hit = control(bus, [45])
      case .response: hit = control(bus, [46, 47])
      case .command: hit = control(bus, Array(1...23))
      case .data: hit = control(bus, Array(33...40))
      case .preq: hit = control(bus, [0])
      case .header: hit = block(payload, 0...55)
      case .headerResponse: hit = block(payload, 56...63)
      case .blockData: hit = block(payload, 64...63 + max(1, 8 * byteCount))
      case .dataCRC: hit = block(payload, (64 + 8 * byteCount)...(71 + 8 * byteCount))
      case .footer: hit = block(payload, (72 + 8 * byteCount)...(79 + 8 * byteCount))
      }
      aims[aim, default: 0] += hit.count
      slots += hit
    }
    return Array(Set(slots)).sorted()
  }

  private mutating func burst(from first: Int, _ end: Int) -> [Int] {
    Array(first..<min(end, first + (dice.chance(3) ? dice.int(2...12) : 1)))
  }

  private mutating func control(_ bus: Bus, _ rows: [Int]) -> [Int] {
    [dice.pick(rows, or: 0) * bus.shape.columns]
  }

  private mutating func block(_ payload: [Int], _ bits: ClosedRange<Int>) -> [Int] {
    let bit = dice.int(bits)
    return bit < payload.count ? [payload[bit]] : []
  }
}
