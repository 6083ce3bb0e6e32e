import BRAEncoder
import FrameSim
import Testing

/// Counts slots one by one from the maps of frames, and looks for bits where nobody sends.
private struct MapCounter: FrameObserver {
  static let wantsLevels = true

  var counts = SlotCounts()
  var frames: UInt64 = 0
  var strayBits: [String] = []

  private static let silent: Set<SlotClass> = [
    .dp0Idle, .dp0Unused, .dp0Padding, .otherPorts, .column0Rest, .free,
  ]

  mutating func observe(_ frame: borrowing ObservedFrame) {
    let slots = frame.map.slots
    var level = frame.startLevel
    for (index, slot) in slots.enumerated() {
      counts[slot.slotClass] += 1
      let next = frame.levels[index / 64] >> UInt64(63 - index % 64) & 1
      if next != level, Self.silent.contains(slot.slotClass) || slot.owner == .nobody, strayBits.count < 5 {
        strayBits.append("frame \(frame.outcome.number) slot \(index) \(slot)")
      }
      level = next
    }
    frames += 1
  }
}

/// Design section 5: every slot of every frame belongs to exactly one class.
@Suite struct AccountingTests {
  private func setup(_ generator: inout SeededGenerator) -> TransferSetup {
    switch Int.random(in: 0...3, using: &generator) {
    case 0: .linux
    case 1: .commands(Int.random(in: 4...9, using: &generator))
    default: .alwaysOpen
    }
  }

  private func geometry(_ shape: FrameShape, _ generator: inout SeededGenerator) -> PortGeometry? {
    guard Bool.random(using: &generator) else { return nil }
    let hStart = Int.random(in: 1...shape.columns - 1, using: &generator)
    return PortGeometry(
      hStart: hStart, hStop: Int.random(in: hStart...shape.columns - 1, using: &generator),
      sampleInterval: Int.random(in: 1...200, using: &generator),
      wordLength: Int.random(in: 1...64, using: &generator),
      blockOffset: Int.random(in: 0...3, using: &generator))
  }

  /// Random shapes, geometries and transfers, good ones and failing ones: the map counted slot by slot against the
  /// account of the transfer, and both against rows x columns x frames.
  @Test func mapsAndAccountsAgree() {
    var generator = SeededGenerator(seed: 5, stream: "accounting")
    var failed = 0
    var moved = 0
    for _ in 0..<(isDebugBuild ? 10 : 100) {
      guard let shape = FrameShape.all.filter({ $0.slots < 800 }).randomElement(using: &generator) else {
        continue
      }
      let responses = ResponsePolicy.allCases.randomElement(using: &generator) ?? .strict
      let host = HostConfiguration(
        setup: setup(&generator), syncWait: .frames(Int.random(in: 0...2, using: &generator)),
        responses: responses, dp0: geometry(shape, &generator))
      let partly = PeripheralConfiguration(
        device: 2,
        memory: [
          MemoryRegion(address: 0x2000, bytes: 20),
          MemoryRegion(address: 0x2014, bytes: 9, access: .readOnly),
        ],
        dp0: DP0Limits(maxBytesPerFrame: 17, blockAlignment: 2))
      var simulation = Simulation(shape: shape, peripherals: [.target(1), partly], host: host)
      simulation.bus.peripherals[1].isReady = Int.random(in: 0...4, using: &generator) > 0
      for _ in 0..<3 {
        let device = Int.random(in: 1...3, using: &generator)
        let count = Int.random(in: 0...40, using: &generator)
        let path = TransferRequest.Path.allCases.randomElement(using: &generator) ?? .bra
        let request =
          Bool.random(using: &generator)
          ? TransferRequest.write(testBytes(count), to: 0x2000, device: device, via: path)
          : .read(count, from: 0x2000, device: device, via: path)
        var map = MapCounter()
        let result = simulation.run(request, observer: &map)
        #expect(result.slots == map.counts, "\(shape) \(host) \(request.path) \(request.operation) \(device)")
        #expect(result.slots.total == map.frames * UInt64(shape.slots))
        #expect(result.slots.total == result.duration)
        #expect(result.split.total == result.duration)
        #expect(result.frames.total == map.frames)
        #expect(map.strayBits == [])
        let commands = result.commands
        #expect(commands.write + commands.read + commands.ping == map.frames)
        if result.error == nil { moved += 1 } else { failed += 1 }
      }
    }
    #expect(failed > 3 && moved > 3)
  }

  /// A single block, slot by slot, at 50x4: 8 bytes in 18, 6 bits over.
  @Test func oneBlockByHand() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    let slots = simulation.run(.write(testBytes(8), to: 0x2000, device: 1, via: .bra)).slots
    let expected: [SlotClass: UInt64] = [
      .controlRequest: 1, .controlCommand: 7, .controlSync: 13, .controlStatus: 24, .controlParity: 1,
      .controlResponse: 2, .column0Rest: 2, .dp0Header: 48, .dp0HeaderCRC: 8, .dp0HeaderResponse: 8,
      .dp0Data: 64,
      .dp0DataCRC: 8, .dp0FooterResponse: 8, .dp0Unused: 6,
    ]
    for slotClass in SlotClass.allCases {
      #expect(slots[slotClass] == expected[slotClass] ?? 0, "\(slotClass)")
    }
    #expect(slots.total == 200)
  }

  /// A Write in Column 0, with DP0 open and idle, and closed.
  @Test func oneByteByHand() {
    for (setup, dp0) in [(TransferSetup.alwaysOpen, SlotClass.dp0Idle), (.linux, .free)] {
      var simulation = Simulation(
        shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: setup))
      let slots = simulation.run(.write([1], to: 0x2000, device: 1, via: .column0)).slots
      let expected: [SlotClass: UInt64] = [
        .controlRequest: 1, .controlCommand: 23, .controlSync: 13, .controlData: 8, .controlParity: 1,
        .controlResponse: 2, .column0Rest: 2, dp0: 150,
      ]
      for slotClass in SlotClass.allCases { #expect(slots[slotClass] == expected[slotClass] ?? 0) }
    }
  }

  /// A block that nobody answers takes its header and the response, and no more.
  @Test func anIgnoredBlockByHand() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    let slots = simulation.run(.write(testBytes(8), to: 0x2000, device: 7, via: .bra)).slots
    #expect(slots[.dp0Header] == 48 && slots[.dp0HeaderCRC] == 8 && slots[.dp0HeaderResponse] == 8)
    #expect(slots[.dp0Data] == 0 && slots[.dp0DataCRC] == 0 && slots[.dp0FooterResponse] == 0)
    #expect(slots[.dp0Unused] == 86)
  }

  /// The map names fields by their bits: the control word of Tables 28 and 29, the block of Table 118.
  @Test func mapNamesFields() {
    struct Maps: FrameObserver {
      static let wantsLevels = false
      var maps: [SlotMap] = []
      mutating func observe(_ frame: borrowing ObservedFrame) { maps.append(frame.map) }
    }
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    var maps = Maps()
    _ = simulation.run(.read(8, from: 0x2000, device: 1, via: .bra), observer: &maps)
    _ = simulation.run(.read(1, from: 0x2000, device: 1, via: .column0), observer: &maps)
    let ping = maps.maps[0].slots
    let read = maps.maps[1].slots
    func control(_ slots: [SlotMap.Entry], _ row: Int) -> String { slots[4 * row].field.description }
    #expect(
      [0, 1, 3, 5, 6, 7].map { control(ping, $0) } == [
        "PREQ", "Opcode[2]", "Opcode[0]", "SSP", "BREQ", "BREL",
      ])
    #expect(
      [8, 23, 33, 40].map { control(ping, $0) } == [
        "Per_Stat_11[1]", "Per_Stat_4[0]", "Per_Stat_3[1]", "Per_Stat_0[0]",
      ])
    #expect(
      [4, 7, 8, 23].map { control(read, $0) } == ["DevAddr[3]", "DevAddr[0]", "RegAddr[15]", "RegAddr[0]"])
    #expect(
      [24, 32, 33, 40, 41, 44].map { control(read, $0) } == [
        "StaticSync[7]", "PHYSync", "RegData[7]", "RegData[0]", "DynamicSync[3]", "DynamicSync[0]",
      ])
    #expect([45, 46, 47, 48].map { control(read, $0) } == ["PAR", "NAK", "ACK", "column 0 rest"])
    let payload = ping.enumerated().filter { $0.offset % 4 != 0 }.map(\.element)
    #expect(payload[0].field.description == "header 0[7]" && payload[0].owner.description == "dp0 initiator")
    #expect(payload[47].field.description == "header 5[0]")
    #expect(payload[48].field.description == "header CRC[7]")
    #expect(
      payload[56].field.description == "header response[7]" && payload[56].owner.description == "dp0 targets")
    #expect(payload[64].field.description == "data 0[7]" && payload[64].owner.description == "dp0 target")
    #expect(
      payload[128].field.description == "data CRC[7]"
        && payload[143].field.description == "footer response[0]")
    #expect(payload[144].field.description == "dp0 unused" && payload[144].owner.description == "nobody")
    #expect(
      read.enumerated().filter { $0.offset % 4 != 0 }.allSatisfy {
        $0.element.field.description == "dp0 idle"
      })
  }
}
