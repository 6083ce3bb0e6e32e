import BRAEncoder
import FrameSim
import Testing

/// Hosts with any interface, DMA and policy: both engines give the same, the forecast knows how long it takes, and a read brings
/// what is in the memory.
@Suite struct HostVariantTests {
  #if DEBUG
    static let cases: UInt64 = 40
  #else
    static let cases: UInt64 = 160
  #endif

  @Test func enginesAndForecastsAgree() {
    var good = 0
    var repeated = 0
    var fellBack = 0
    var variants: Set<String> = []
    for index in 0..<Self.cases {
      var generator = CaseGenerator(seed: 77, index: index)
      let bus = generator.makeBus()
      var dice = Dice(seed: 77, case: index, stream: "variants")
      let host = Self.host(&dice, bus)
      let peripherals = Self.peripherals(bus)
      var fast = Simulation(shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline)
      var slow = Simulation(
        shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline, engine: .slot)
      var forecast = HostForecast(
        shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline)
      for number in 0..<3 {
        let request = Self.request(&dice)
        let result = fast.run(request)
        let other = slow.run(request)
        let expected = forecast.next(request)
        #expect(result == other, "case \(index), transfer \(number)")
        if let difference = fast.bus.difference(from: slow.bus) {
          Issue.record("case \(index), transfer \(number): \(difference)")
          return
        }
        #expect(result.slots.total == result.frames.total * UInt64(bus.shape.slots))
        #expect(result.split.total == result.slots.total)
        let isKnown = result.error == nil || result.error?.errno == .noData || result.frames.total == 0
        // Which blocks find the Target not ready is not worked out.
        if isKnown, result.blocks.notReady == 0, host.retry == nil || !peripherals.stall {
          #expect(result.frames == expected.frames, "case \(index), transfer \(number): \(request), \(host)")
          #expect(expected.isRefused == (result.error != nil && result.frames.total == 0))
        }
        guard result.error == nil else { break }
        good += 1
        variants.insert("\(host.interface.kind) \(host.dma == nil) \(host.policy?.rest == .column0)")
        #expect(result.isIntact == true, "case \(index), transfer \(number)")
        let times = request.path == .bra ? host.interface.sends : 1
        // What a policy leaves over goes over Column 0 once.
        let isWhole = host.policy?.rest != .column0 || times == 1
        repeated += result.retries > 0 ? 1 : 0
        fellBack += result.course.fallback == nil ? 0 : 1
        if isWhole {
          #expect(result.bytesMoved == request.bytes * times, "case \(index), transfer \(number)")
        }
        #expect(result.sections.reduce(0) { $0 + $1.bytes } >= request.bytes)
      }
    }
    #expect(good > Int(Self.cases) / 2 && variants.count >= 6, "\(good) of \(Self.cases): \(variants)")
    #expect(repeated > 1 && fellBack > 1, "\(repeated), \(fellBack)")
  }

  /// Where a shorter transfer is no beginning of a longer, the curve is that of each size run by itself.
  @Test func curvesOfSizes() throws {
    for index in 0..<Self.cases / 4 {
      var generator = CaseGenerator(seed: 78, index: index)
      let bus = generator.makeBus()
      var dice = Dice(seed: 78, case: index, stream: "sizes")
      let host = Self.host(&dice, bus)
      let simulation = Simulation(
        shape: bus.shape, peripherals: Self.peripherals(bus), host: host, timeline: bus.timeline)
      func request(_ bytes: Int) -> TransferRequest {
        .read(bytes, from: 0x2000, device: 1, via: .bra)
      }
      let sizes = (1...dice.int(3...80)).filter { _ in dice.chance(2) }
      let curve = Result { () throws(TransferError) in try simulation.curve(sizes: sizes) { request($0) } }
      for bytes in sizes {
        var run = simulation
        let result = run.run(request(bytes))
        switch curve {
        case .success(let curve):
          let step = curve.step(for: bytes)
          #expect(step?.slots == result.duration && step?.frames == result.frames, "case \(index), \(bytes)")
        case .failure(let error):
          if result.error != nil { #expect(result.error?.errno == error.errno) }
        }
      }
    }
  }

  private static func host(_ dice: inout Dice, _ bus: EquivalenceCase) -> HostConfiguration {
    var host = bus.host
    host.responses = .strict
    if dice.chance(2) {
      host.retry = RetryPolicy(
        onBad: dice.int(0...2), onNotReady: dice.int(0...2), backoffFrames: dice.int(0...4),
        then: dice.chance(2) ? .column0 : .fail)
    }
    host.policy =
      dice.chance(2)
      ? TransferPolicy(
        minBytes: dice.int(1...20), alignBytes: dice.int(1...12), maxBytes: dice.int(60...400), rest: .column0
      )
      : nil
    host.interface.kind = dice.pick(HostInterface.Kind.allCases, or: .merged)
    if host.interface.kind == .v1 { host.interface.sends = dice.int(1...4) }
    let frame = UInt64(bus.shape.slots) * 500_000_000 / bus.clockHz
    if host.interface.kind != .amd, dice.chance(2) {
      let times = DMATimes(
        nanosecondsToPrepare: dice.chance(2) ? 0 : frame * UInt64(dice.int(0...40)) / 7,
        picosecondsToFormatPerByte: dice.chance(2) ? 0 : frame * UInt64(dice.int(0...90)),
        nanosecondsToStart: dice.chance(2) ? 0 : frame * UInt64(dice.int(0...300)) / 11,
        nanosecondsPerPoll: frame * UInt64(dice.int(0...100)) / 13, polls: dice.int(0...3))
      host.dma = .hda(times)
      host.check = .atEnd
    }
    if host.interface.kind == .amd || host.dma == nil, dice.chance(8) { host.dma = .amd }
    if host.interface.kind == .amd || host.dma == .amd { host.dp0 = nil }
    return host
  }

  private static func peripherals(_ bus: EquivalenceCase) -> [PeripheralConfiguration] {
    bus.peripherals.enumerated().map { index, peripheral in
      var peripheral = peripheral
      peripheral.device = index + 1
      // Now and then a Target that stalls.
      let every = index == 0 && bus.clockHz == 9_600_000 ? 1 + bus.shape.rows % 7 : nil
      peripheral.memory = [MemoryRegion(address: 0x2000, bytes: 0x8000, notReadyEvery: every)]
      if index == 0 { peripheral.dp0 = peripheral.dp0 ?? DP0Limits() }
      return peripheral
    }
  }

  private static func request(_ dice: inout Dice) -> TransferRequest {
    var place: UInt32 = 0x2000
    var sections: [BRASection] = []
    for _ in 0..<(dice.chance(2) ? 1 : dice.int(1...6)) {
      let bytes = dice.int(1...(dice.chance(3) ? 300 : 40))
      BRASection(address: place, byteCount: bytes).map { sections.append($0) }
      place += UInt32(bytes + (dice.chance(3) ? 0 : dice.int(0...200)))
    }
    let count = sections.reduce(0) { $0 + $1.byteCount }
    let isWrite = dice.chance(2)
    return TransferRequest(
      name: "", path: dice.chance(8) ? .column0 : .bra, operation: isWrite ? .write : .read,
      device: dice.chance(15) ? 11 : 1, sections: sections, data: isWrite ? dice.bytes(count) : [])
  }
}
