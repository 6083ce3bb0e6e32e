import FrameSim

/// The bus and the host of a random case.
extension CaseGenerator {
  static let memories: [[MemoryRegion]] = [
    // Borders between rights, and between something and nothing.
    [
      MemoryRegion(address: 0x2000, bytes: 200),
      MemoryRegion(address: 0x20C8, bytes: 30, access: .readOnly),
      MemoryRegion(address: 0x20F0, bytes: 30, access: .writeOnly),
      MemoryRegion(address: 0xFFFF_FFC0, bytes: 64),
    ],
    // Borders of the pages that memory is stored in, and of Column 0 paging.
    [
      MemoryRegion(address: 0x2000, bytes: 0x6100),
      MemoryRegion(address: 0x4400_0000, bytes: 5000, access: .readOnly),
      MemoryRegion(address: 0x4400_1388, bytes: 3000),
    ],
    [MemoryRegion(address: 0x2000, bytes: 0xFFFF_E000)],
    [MemoryRegion(address: 0x2005, bytes: 1), MemoryRegion(address: 0x7FF0, bytes: 40, access: .writeOnly)],
    [],
  ]

  mutating func makeBus() -> EquivalenceCase {
    var dice = Dice(seed: seed, case: index, stream: "bus")
    var result = EquivalenceCase()
    let kinds: [EquivalenceCase.Kind] = [.host, .host, .frames, .frames, .mixed]
    result.kind = dice.pick(kinds, or: .host)
    let small = dice.chance(3) ? 4096 : 900
    result.shape = dice.pick(FrameShape.all.filter { $0.slots <= small }, or: .reset)
    result.clockHz = dice.pick([2_400_000, 4_800_000, 9_600_000, 12_288_000], or: 9_600_000)
    result.watchesLevels = !dice.chance(5)
    result.peripherals = makePeripherals(result.kind)
    result.host = makeHost(result.kind, shape: result.shape, clockHz: result.clockHz)
    addRetries(&result)
    if result.kind != .frames, dice.chance(50) {
      result.skipsPauses = true
      addPauses(&result)
    }
    return result
  }

  private func makePeripherals(_ kind: EquivalenceCase.Kind) -> [PeripheralConfiguration] {
    var dice = Dice(seed: seed, case: index, stream: "peripherals")
    let count = dice.chance(6) ? dice.int(4...11) : dice.int(1...3)
    var numbers = Array(1...11)
    if dice.chance(3) {
      for place in 0..<count { numbers.swapAt(place, dice.int(place...10)) }
    }
    let hasTwins = kind != .host && count > 1 && dice.chance(5)
    return numbers.prefix(count).enumerated().map { place, number in
      var device = hasTwins && place < 2 ? 1 : number
      // What enumeration leaves behind when it goes wrong; a scenario file cannot say this.
      if kind != .host, dice.chance(12) { device = dice.pick([0, 1], or: 1) }
      var limits: DP0Limits? = DP0Limits()
      if dice.chance(8) { limits = nil }
      if dice.chance(4) {
        limits = DP0Limits(
          maxBytesPerFrame: dice.int(1...64), blockAlignment: dice.pick([1, 2, 3, 4, 8], or: 1))
      }
      return PeripheralConfiguration(device: device, memory: dice.pick(Self.memories, or: []), dp0: limits)
    }
  }

  private func makeHost(_ kind: EquivalenceCase.Kind, shape: FrameShape, clockHz: UInt64)
    -> HostConfiguration
  {
    var dice = Dice(seed: seed, case: index, stream: "host")
    var host = HostConfiguration()
    switch dice.int(0...5) {
    case 0...1: host.setup = .linux
    case 2...3: host.setup = .commands(dice.int(4...9))
    default: host.setup = .alwaysOpen
    }
    if dice.chance(3) {
      // Some frames, so that synchronisation points fall into most cases.
      let frames = UInt64(dice.chance(4) ? dice.int(1...3) : dice.int(4...80))
      host.syncNanoseconds = frames * UInt64(shape.slots) * 500_000_000 / clockHz + 1
    }
    if kind != .host { host.setup = dice.chance(4) ? .commands(4) : .alwaysOpen }
    switch dice.int(0...5) {
    case 0: host.syncWait = .frames(dice.int(1...4))
    case 1...2:
      let interval = dice.int(1...9)
      host.syncWait = .pulse(interval: interval, phase: dice.int(0...interval - 1))
    default: break
    }
    if dice.chance(3) { host.responses = .linux }
    if dice.chance(3) { host.check = .atEnd }
    if dice.chance(4) {
      host.model = .pio(
        PIOModel(
          column0: feed(&dice), bra: feed(&dice), from: dice.chance(2) ? .response : .frameEnd,
          waitsForPage: dice.chance(3)))
    }
    if dice.chance(8) {
      host.policy = TransferPolicy(minBytes: dice.int(1...4), alignBytes: dice.int(1...2))
    }
    if dice.chance(2) { host.dp0 = geometry(&dice, shape, fits: kind == .host || !dice.chance(3)) }
    return host
  }

  private func feed(_ dice: inout Dice) -> PIOModel.Feed {
    PIOModel.Feed(
      commandsPerBatch: dice.int(1...4), nanosecondsPerBatch: UInt64(dice.int(0...120_000)),
      nanosecondsPerCommand: UInt64(dice.int(0...9000)), nanosecondsPerTransfer: UInt64(dice.int(0...200_000))
    )
  }

  /// Targets that stall, and a host that sends blocks again.
  private func addRetries(_ made: inout EquivalenceCase) {
    var dice = Dice(seed: seed, case: index, stream: "retries")
    if dice.chance(3) {
      made.host.retry = RetryPolicy(
        onBad: dice.int(0...3), onNotReady: dice.int(0...2),
        backoffFrames: dice.chance(2) ? 0 : dice.int(1...5),
        then: dice.pick(RetryPolicy.Then.allCases, or: .fail))
    }
    guard dice.chance(3) else { return }
    for index in made.peripherals.indices {
      for region in made.peripherals[index].memory.indices where dice.chance(2) {
        made.peripherals[index].memory[region].notReadyEvery = dice.int(1...5)
      }
    }
  }

  /// Makes the host slow: its pauses, and the waits of its bank switches, take hundreds of frames.
  private func addPauses(_ made: inout EquivalenceCase) {
    var dice = Dice(seed: seed, case: index, stream: "pauses")
    let slotRateHz = 2 * made.clockHz
    let nanosecondsPerFrame = UInt64(made.shape.slots) * 1_000_000_000 / slotRateHz
    func frames(_ range: ClosedRange<Int>) -> UInt64 { nanosecondsPerFrame * UInt64(dice.int(range)) }
    func feed() -> PIOModel.Feed {
      PIOModel.Feed(
        commandsPerBatch: dice.int(1...20), nanosecondsPerBatch: frames(0...900) + UInt64(dice.int(0...900)),
        nanosecondsPerCommand: frames(0...30), nanosecondsPerTransfer: frames(0...900))
    }
    if made.host.syncNanoseconds > 0 { made.host.syncNanoseconds = frames(100...700) }
    made.host.model = .pio(
      PIOModel(
        column0: feed(), bra: feed(), from: dice.chance(2) ? .response : .frameEnd,
        waitsForPage: dice.chance(3)))
    switch dice.int(0...3) {
    case 0: made.host.syncWait = .frames(dice.int(200...500))
    case 1:
      let interval = dice.int(250...700)
      made.host.syncWait = .pulse(interval: interval, phase: dice.int(0...interval - 1))
    default: break
    }
  }

  /// A random geometry of DP0; with `fits` one that a scenario file may have.
  func geometry(_ dice: inout Dice, _ shape: FrameShape, fits: Bool) -> PortGeometry {
    let columns = shape.columns
    for _ in 0..<12 {
      var port = PortGeometry(fillingColumns: columns)
      if fits {
        port.hStart = dice.int(1...columns - 1)
        port.hStop = dice.int(port.hStart...columns - 1)
      } else if dice.chance(2) {
        // Reaching into Column 0, beyond the last column, or nowhere.
        port.hStart = dice.int(0...15)
        port.hStop = dice.int(0...15)
      }
      switch dice.int(0...3) {
      case 0: port.sampleInterval = columns * dice.int(1...8)
      case 1: port.sampleInterval = dice.int(1...3 * columns)
      case 2: port.sampleInterval = dice.int(1...2 * shape.slots)
      default: break
      }
      // As many bits as there may be columns in the window, at most.
      let width = max(1, min(port.hStop, columns - 1) - port.hStart + 1)
      let room = max(1, min(64, port.sampleInterval / columns * width))
      port.blockOffset = dice.chance(2) ? 0 : dice.int(0...max(1, room / 3))
      port.wordLength = max(1, room - port.blockOffset - (dice.chance(2) ? 0 : dice.int(0...2)))
      if !fits, dice.chance(4) { port.wordLength = dice.int(1...64) }
      let bits = port.payloadBits(in: shape)
      if !fits || port.fitsEveryWindow(columns: columns) && (bits >= 88 || dice.chance(5)) { return port }
    }
    return PortGeometry(fillingColumns: columns)
  }
}
