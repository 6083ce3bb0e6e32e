import FrameSim
import Testing

/// Sections 1.2 to 1.6: slots, line code, wired OR.
@Suite struct LineCodeTests {
  /// Section 1.3: a logical 1 is a transition, a 0 and a free slot hold the level.
  @Test func levelsFollowBits() {
    var bus = Bus.with(shape: .of(60, 6))
    for _ in 0..<4 {
      let frame = bus.wire()
      #expect(frame.levels.last == bus.level)
      let changes = frame.bits.reduce(0, +)
      let ones = frame.outcome.controlWord.bits.nonzeroBitCount
      #expect(Int(changes) == ones)
      // Nothing but the control word is on the line.
      let bits = frame.bits
      for slot in bits.indices where slot % 6 != 0 || slot / 6 >= 48 { #expect(bits[slot] == 0) }
    }
  }

  /// Section 1.3: the wired OR of all senders; four Peripherals answer a Ping in their own rows.
  @Test func everyPeripheralDrivesItsOwnStatus() {
    var bus = Bus(shape: .reset, peripherals: [11, 5, 3, 2].map { .target($0) })
    let word = bus.send(.ping).controlWord
    for device in 0...11 { #expect(word.status(of: device) == ([2, 3, 5, 11].contains(device) ? 1 : 0)) }
    #expect(word.response == .ignored, "nobody acknowledges a Ping")
  }

  /// Section 1.3: identical bits of several senders do not disturb each other.
  @Test func unenumeratedPeripheralsShareTheirStatusRows() {
    var bus = Bus(shape: .reset, peripherals: [.target(0), .target(0)])
    let word = bus.send(.ping).controlWord
    #expect(word.status(of: 0) == 1)
    #expect(!word.nak)
    #expect(bus.register(0x40) == 0 && bus.register(0x40, of: 1) == 0)
  }

  /// Absolute time is the slot number; frames and slots count on over shape changes.
  @Test func timeIsTheSlotNumber() {
    var bus = Bus.with(shape: .of(48, 4))
    #expect(bus.slot == 0)
    bus.send(.ping)
    bus.write(0x70, FrameShape.of(75, 6).registerValue, device: 15)
    #expect(bus.slot == 2 * 192)
    let outcome = bus.send(.ping)
    #expect(outcome.startSlot == 384)
    #expect(outcome.number == 2)
    #expect(bus.slot == 384 + 450)
    #expect(bus.frame == 3)
  }

  /// A flipped slot is decoded inverted by everybody, and the level stays inverted from there on.
  @Test func aFlipInvertsOneBitForEverybody() {
    var bus = Bus.with(shape: .of(48, 4))
    var undisturbed = bus
    let disturbed = bus.wire(flips: [3])
    let expected = undisturbed.wire()
    // The window has an odd number of levels after the flip, so PAR may differ; nothing else does.
    let difference = zip(disturbed.bits, expected.bits).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    #expect(difference.first == 3)
    #expect(Set(difference).isSubset(of: [3, 45 * 4]))
    #expect(disturbed.levels[3] != expected.levels[3])
  }

  @Test func flipsBehindTheFrameDoNothing() {
    var bus = Bus.with()
    var undisturbed = bus
    #expect(bus.wire(flips: [96, 5000, -1]).levels == undisturbed.wire().levels)
    #expect(LineFlips(slots: []).isEmpty)
    #expect(LineFlips(slots: [-1]).isEmpty)
    #expect(!LineFlips(slots: [70]).isEmpty)
  }

  /// The same bus twice gives the same levels, also where nobody looks.
  @Test func runsAreRepeatable() {
    var first = Bus.open(2)
    var second = first
    for _ in 0..<3 {
      first.runSlots()
      second.runSlots()
    }
    #expect(first.level == second.level)
    #expect(first.wire().levels == second.wire().levels)
  }
}

/// Section 4.1: PAR over line levels.
@Suite struct ParityTests {
  /// The window of Fig 24: [44,1] of the frame before to [44,0], counted from the levels.
  @Test(arguments: [FrameShape.of(48, 2), .of(75, 6), .of(64, 8), .of(147, 14)])
  func windowIsThatOfFigure24(shape: FrameShape) {
    var bus = Bus.open(shape: shape)
    var checker = WireChecker()
    for index in 0..<12 {
      let value = UInt8(truncatingIfNeeded: index &* 73)
      let frame = bus.wire(FramePlan(.write(device: 1, register: 0x2000 + UInt16(index), value: value)))
      checker.take(packed(frame), rows: shape.rows, columns: shape.columns)
    }
    #expect(checker.complaints == [])
  }

  /// Section 4.1: on a shape change the window has slots of both shapes.
  @Test func windowCrossesShapeChanges() {
    var bus = Bus.with()
    var checker = WireChecker()
    var random = SeededGenerator(seed: 4, stream: "shapes")
    var bank: UInt16 = 0
    var changes = 0
    for index in 0..<60 {
      let old = bus.shape
      let command: Command
      if index % 2 == 0, let next = FrameShape.all.randomElement(using: &random) {
        bank = 0x10 - bank
        command = .write(device: 15, register: 0x60 + bank, value: next.registerValue)
      } else {
        command = .write(device: 1, register: 0x2000, value: UInt8.random(in: 0...255, using: &random))
      }
      let frame = bus.wire(FramePlan(command))
      #expect(frame.outcome.response == .ok)
      checker.take(packed(frame), rows: old.rows, columns: old.columns)
      if bus.shape != old { changes += 1 }
    }
    #expect(changes > 25)
    #expect(checker.complaints == [])
    // Nobody found a parity error either.
    #expect(bus.register(0x40) == 0)
  }

  /// Section 16.4: the highs of the windows of F1 to F4 and what they carry over.
  @Test func windowOfF1StartsAtItsFirstSlot() {
    var bus = Bus(shape: .reset, peripherals: [PeripheralConfiguration(device: 0)])
    let first = bus.wire()
    #expect(first.levels[0...88].reduce(0, +) == 17)
    #expect(first.levels[89...].reduce(0, +) == 1)
    #expect(first.outcome.controlWord.parity)
  }

  private func packed(_ frame: WireFrame) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: (frame.levels.count + 63) / 64)
    for (slot, level) in frame.levels.enumerated() { words[slot / 64] |= level << UInt64(63 - slot % 64) }
    return words
  }
}
