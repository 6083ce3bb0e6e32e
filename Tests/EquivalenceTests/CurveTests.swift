import FrameSim
import Testing

/// A curve whose ends are taken from one another is the curve whose every end is run.
@Suite struct CurveTests {
  #if DEBUG
    static let cases: UInt64 = 8
  #else
    static let cases: UInt64 = 2000
  #endif

  @Test func endsThatAreKnownChangeNothing() {
    var saved = 0
    var failed = 0
    for index in 0..<Self.cases {
      var generator = CaseGenerator(seed: 21, index: index)
      let bus = generator.makeBus()
      var dice = Dice(seed: 21, case: index, stream: "curve")
      let host = host(&dice, bus)
      var simulation = Simulation(
        shape: bus.shape, peripherals: peripherals(bus, host), host: host, timeline: bus.timeline)
      warmUp(&simulation, &dice)
      let path: TransferRequest.Path = dice.chance(4) ? .column0 : .bra
      let request = self.request(&dice, path)
      let (fast, slow) = (WorkMeter(), WorkMeter())
      simulation.meter = fast
      let known = Result { () throws(TransferError) in try simulation.curve(request, keepsEnds: true) }
      simulation.meter = slow
      let run = Result { () throws(TransferError) in try simulation.curve(request, keepsEnds: false) }
      switch (known, run) {
      case (.success(let known), .success(let run)): #expect(known.steps == run.steps, "case \(index)")
      case (.failure(let known), .failure(let run)):
        #expect(known == run, "case \(index)")
        failed += 1
      default: Issue.record("case \(index): only one of them fails")
      }
      if fast.frames < slow.frames { saved += 1 }
    }
    #expect(saved > Int(Self.cases) / 4 && failed < Int(Self.cases) / 2, "\(saved) saved, \(failed) failed")
  }

  /// Where nothing waits, an end is run once for all sizes that stand alike: 19 + 200 + 20 frames, and one end of 20 for each of
  /// the 60 places that dynamic sync and the line come back to.
  @Test func endsAreRunOnce() throws {
    let device = PeripheralConfiguration(
      device: 1, memory: [MemoryRegion(address: 0x2000, bytes: 0x8000)], dp0: DP0Limits())
    var simulation = try Simulation(
      shape: #require(FrameShape(rows: 50, columns: 4)), peripherals: [device], host: HostConfiguration())
    let meter = WorkMeter()
    simulation.meter = meter
    let request = TransferRequest.write(
      [UInt8](repeating: 0, count: 1600), to: 0x2000, device: 1, via: .bra)
    let curve = try simulation.curve(request, keepsEnds: true)
    #expect(curve.steps.last?.frames.total == 239)
    #expect(meter.frames >= 239 && meter.frames <= 239 + 60 * 20, "\(meter.frames)")
  }

  /// Hosts with waits of all lengths, in front of few and of many commands.
  private func host(_ dice: inout Dice, _ bus: EquivalenceCase) -> HostConfiguration {
    var host = bus.host
    host.policy = nil
    host.setup = dice.chance(3) ? .linux : .commands(dice.int(4...60))
    switch dice.int(0...4) {
    case 0: host.syncWait = .frames(dice.pick([0, 1, 7, 250, 400], or: 0))
    case 1: host.syncWait = .none
    case 2:
      let interval = dice.int(1...30)
      host.syncWait = .pulse(interval: interval, phase: dice.int(0...interval - 1))
    default:
      // Waits on both sides of where they begin to be passed over.
      let interval = dice.int(250...3000)
      host.syncWait = .pulse(interval: interval, phase: dice.int(0...interval - 1))
    }
    // Points of which none, some or many fall in an end, and host times of the same lengths.
    let slots = UInt64(bus.shape.slots)
    func nanoseconds(_ frames: Int) -> UInt64 { UInt64(frames) * slots * 500_000_000 / bus.clockHz + 1 }
    host.syncNanoseconds =
      dice.chance(4) ? 0 : nanoseconds(dice.chance(2) ? dice.int(1...300) : dice.int(300...3000))
    if dice.chance(3) {
      let feed = PIOModel.Feed(
        commandsPerBatch: dice.int(1...9),
        nanosecondsPerBatch: nanoseconds(dice.chance(2) ? dice.int(1...30) : dice.int(200...1200)))
      host.model = .pio(PIOModel(column0: feed, bra: feed, from: dice.chance(2) ? .response : .frameEnd))
    }
    return host
  }

  private func peripherals(_ bus: EquivalenceCase, _ host: HostConfiguration) -> [PeripheralConfiguration] {
    bus.peripherals.enumerated().map { index, peripheral in
      var peripheral = peripheral
      peripheral.device = index + 1
      peripheral.memory = [MemoryRegion(address: 0x2000, bytes: 0x8000)]
      if index == 0 { peripheral.dp0 = DP0Limits(maxBytesPerFrame: 4) }
      return peripheral
    }
  }

  /// Something that happened before, so that the bus does not stand as at its start.
  private func warmUp(_ simulation: inout Simulation, _ dice: inout Dice) {
    if dice.chance(2) { return }
    let bytes = dice.bytes(dice.int(1...9))
    _ = simulation.run(.write(bytes, to: 0x2000, device: 1, via: dice.chance(2) ? .bra : .column0))
  }

  private func request(_ dice: inout Dice, _ path: TransferRequest.Path) -> TransferRequest {
    let bytes = path == .bra ? dice.int(1...1600) : dice.int(1...200)
    // Also across a border of the pages of Column 0, and with data that keep the line moving.
    let address: UInt32 = dice.chance(3) ? 0x7FF0 : 0x2000
    if dice.chance(2) { return .read(bytes, from: address, device: 1, via: path) }
    let data = dice.chance(2) ? [UInt8](repeating: 0, count: bytes) : dice.bytes(bytes)
    return .write(data, to: address, device: 1, via: path)
  }
}
