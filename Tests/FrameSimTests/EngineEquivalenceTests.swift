import BRAEncoder
import FrameSim
import Testing

/// Design section 4: both engines give the same levels, the same state and the same results, frame after frame.
@Suite struct EngineEquivalenceTests {
  /// One bus run on by the slot engine, one by the frame engine, over the same random frames.
  private struct Pair {
    var slow: Bus
    var fast: Bus
    var generator: SeededGenerator
    var complaints: [String] = []

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed, stream: "equivalence")
      let shape = FrameShape.all.filter { $0.slots < 700 }.randomElement(using: &generator) ?? .reset
      let count = Int.random(in: 1...3, using: &generator)
      let peripherals = (1...count).map { device in
        PeripheralConfiguration(
          device: Int.random(in: 0...9, using: &generator) == 0 ? 1 : device,
          memory: [
            MemoryRegion(address: 0x2000, bytes: 200),
            MemoryRegion(address: 0x20C8, bytes: 30, access: .readOnly),
            MemoryRegion(address: 0x20F0, bytes: 30, access: .writeOnly),
            MemoryRegion(address: 0xFFFF_FFC0, bytes: 64),
          ], dp0: Int.random(in: 0...5, using: &generator) == 0 ? nil : DP0Limits())
      }
      slow = Bus(shape: shape, peripherals: peripherals)
      var geometry = PortGeometry(fillingColumns: shape.columns)
      if Int.random(in: 0...2, using: &generator) == 0 {
        geometry.sampleInterval = Int.random(in: 1...100, using: &generator)
        geometry.blockOffset = Int.random(in: 0...2, using: &generator)
      }
      slow.programDP0(geometry, enabled: Int.random(in: 0...5, using: &generator) > 0)
      fast = slow
      self.generator = generator
    }

    private mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &generator) == 0 }

    private mutating func command() -> Command {
      let device = [0, 1, 1, 1, 2, 3, 12, 15, 15].randomElement(using: &generator) ?? 1
      let registers: [UInt16] =
        [0x00, 0x01, 0x02, 0x20, 0x22, 0x24, 0x26, 0x30, 0x40, 0x41, 0x44, 0x46, 0x48, 0x49, 0x50, 0x8041]
        + [0x2000, 0x2001, 0x20C8, 0x20F0, 0xFFC0]
      let register = registers.randomElement(using: &generator) ?? 0x2000
      switch Int.random(in: 0...9, using: &generator) {
      case 0...3: return .ping(ssp: chance(5))
      case 4...5: return .read(device: device, register: register)
      case 6 where chance(3):
        // A bank switch, mostly of all devices, mostly to the same shape.
        let value = chance(3) ? UInt8.random(in: 0...0x3F, using: &generator) : slow.shape.registerValue
        return .write(device: chance(6) ? 1 : 15, register: chance(2) ? 0x60 : 0x70, value: value)
      default:
        var value = UInt8.random(in: 0...255, using: &generator)
        if register == 0x44 { value &= chance(20) ? 0xFF : 0x7F }
        if register == 0x46, !chance(4) { value = UInt8(device & 15) }
        if register == 0x26 { value = 0x10 | UInt8(slow.shape.columns - 1) }
        if register == 0x20 || register == 0x30 { value = 1 }
        if register == 0x22 { value &= 0x3F }
        return .write(device: device, register: register, value: value)
      }
    }

    private mutating func block() -> BlockRequest? {
      guard !chance(5) else { return nil }
      let fitting = max(1, slow.manager.payloadBits / 8 - 10)
      let addresses: [UInt32] = [
        0x2000, 0x2010, 0x20C0, 0x20E0, 0x00, 0x20, 0x40, 0x48, 0xFFFF_FFC0, 0xFFFF_FFF8,
      ]
      var block = TestBlock()
      block.type = chance(12) ? .idle : .active
      block.operation = chance(2) ? .read : .write
      block.device = [1, 1, 1, 2, 3, 12, 15, 7].randomElement(using: &generator) ?? 1
      block.address = addresses.randomElement(using: &generator) ?? 0x2000
      block.count =
        chance(8)
        ? Int.random(in: 0...511, using: &generator) : Int.random(in: 0...fitting, using: &generator) & 511
      return block.request
    }

    mutating func runFrame() {
      let plan = FramePlan(command(), block: block())
      let slots = slow.shape.slots
      var flips: [Int] = []
      if chance(9) {
        flips = (0...Int.random(in: 0...2, using: &generator)).map { _ in
          Int.random(in: 0..<slots, using: &generator)
        }
      }
      let data = (0..<512).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for index in slow.peripherals.indices where chance(15) {
        slow.peripherals[index].isReady.toggle()
        fast.peripherals[index].isReady.toggle()
      }
      for change in [\Manager.abandonsNotReady, \.defersResponseCheck] where chance(10) {
        slow.manager[keyPath: change].toggle()
        fast.manager[keyPath: change].toggle()
      }
      slow.manager.outgoing = data
      fast.manager.outgoing = data
      slow.manager.incoming = [UInt8](repeating: 0, count: 512)
      fast.manager.incoming = slow.manager.incoming
      var slowLevels: [UInt64]? = []
      var fastLevels: [UInt64]? = []
      let expected = slow.runSlots(plan, flips: LineFlips(slots: flips), levels: &slowLevels)
      let outcome = fast.run(plan, engine: .frame, flips: LineFlips(slots: flips), levels: &fastLevels)
      if expected != outcome { complain("outcome", plan, expected) }
      if slowLevels != fastLevels { complain("levels", plan, expected) }
      if !slow.looksLike(fast) { complain("state", plan, expected) }
    }

    private mutating func complain(_ what: String, _ plan: FramePlan, _ outcome: FrameOutcome) {
      if complaints.count < 3 {
        complaints.append("frame \(outcome.number) \(outcome.shape): \(what) of \(plan)")
      }
    }

    /// Memories are compared at the end of a run: a difference stays.
    var memoriesAgree: Bool {
      zip(slow.peripherals, fast.peripherals).allSatisfy { slow, fast in
        (Array(0x2000..<0x2110) + Array(0xFFFF_FFC0...0xFFFF_FFFF)).allSatisfy { (address: UInt32) in
          slow.memory.stored(address) == fast.memory.stored(address)
        }
      }
    }
  }

  @Test func randomFramesAreTheSame() {
    var handedOver: Set<Handover> = []
    var fastFrames: UInt64 = 0
    for seed in 0..<UInt64(isDebugBuild ? 25 : 2000) {
      var pair = Pair(seed: seed)
      for _ in 0..<60 { pair.runFrame() }
      #expect(pair.complaints == [], "seed \(seed)")
      #expect(pair.memoriesAgree, "seed \(seed)")
      let statistics = pair.fast.statistics
      handedOver.formUnion(statistics.handedOver.keys)
      fastFrames += statistics.frames - statistics.handedOver.values.reduce(0, +)
    }
    #expect(fastFrames > 300, "the frame engine did work of its own")
    #expect(handedOver.count >= 4)
  }
}

/// Frames in which the order of things inside the frame decides.
@Suite struct EngineOrderTests {
  /// A block that reads or clears SCP_IntStat1 late in a frame in whose row 45 a clash is found.
  @Test(arguments: [BRAOperation.read, .write])
  func aBlockOverTheInterruptStatusOfAClash(operation: BRAOperation) {
    var bus = Bus.open(2, shape: .of(128, 4))
    // Peripheral 1 is in group 1 and alert; Peripheral 2 takes its number.
    bus.write(0x41, 1)
    bus.send(.ping, flipRows: [45])
    bus.write(0x46, 0x11, device: 1)
    bus.write(0x46, 0x01, device: 2)
    // Byte 0x40 comes 28 data bytes on: behind row 95.
    let block = TestBlock(operation: operation, device: 12, address: 0x40 - 28, count: 29)
    // `send` compares both engines.
    let run = bus.send(block, data: [UInt8](repeating: 0xFF, count: 29))
    #expect(run.frame.outcome.response == .aborted)
    if operation == .read { #expect(run.data[28] == 0b11, "the clash was found before the byte was fetched") }
    #expect(bus.register(0x40) == (operation == .read ? 0b11 : 0b00))
  }

  /// DP0 opened from outside in the middle of a story, while one device is elsewhere in its window.
  @Test func portsThatAreOpenedLater() {
    let port = PortGeometry(hStart: 1, hStop: 7, sampleInterval: 23, wordLength: 13, blockOffset: 2)
    let shape = FrameShape.of(64, 8)
    var bus = Bus.with(2, shape: shape)
    var levels: [UInt64]?
    for command in [Command.ping, .write(device: 2, register: 0x60, value: shape.registerValue), .ping] {
      _ = bus.run(FramePlan(command), engine: .frame, levels: &levels)
    }
    bus.programDP0(port, enabled: true)
    bus.send(.write(6), data: testBytes(6), geometry: port, frame: 3)
    #expect(bus.stored(6, at: 0x2000) == testBytes(6))
  }
}
