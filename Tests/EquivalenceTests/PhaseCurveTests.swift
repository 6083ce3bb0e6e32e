import FrameSim
import Testing

/// Curves of many start phases, taken from one another, are those of each phase by itself.
@Suite struct PhaseCurveTests {
  #if DEBUG
    static let cases: UInt64 = 12
  #else
    static let cases: UInt64 = 600
  #endif

  @Test func everyPhaseHasItsOwnCurve() throws {
    var shared = 0
    var failed = 0
    for index in 0..<Self.cases {
      var generator = CaseGenerator(seed: 33, index: index)
      let bus = generator.makeBus()
      var dice = Dice(seed: 33, case: index, stream: "phases")
      var host = bus.host
      host.policy = nil
      host.setup = dice.chance(3) ? .commands(dice.int(4...40)) : dice.chance(8) ? .alwaysOpen : .linux
      let interval = dice.chance(2) ? dice.int(1...40) : dice.int(250...2500)
      host.syncWait = .pulse(interval: interval, phase: 0)
      let syncFrames = UInt64(dice.chance(3) ? 0 : dice.int(1...800))
      host.syncNanoseconds = syncFrames * UInt64(bus.shape.slots) * 500_000_000 / bus.clockHz + 1
      var peripheral = bus.peripherals[0]
      peripheral.device = dice.chance(10) ? 2 : 1
      peripheral.memory = [MemoryRegion(address: 0x2000, bytes: 0x8000)]
      let path: TransferRequest.Path = dice.chance(5) ? .column0 : .bra
      let bytes = path == .bra ? dice.int(1...200) : dice.int(1...20)
      let request = TransferRequest.write(dice.bytes(bytes), to: 0x2000, device: 1, via: path)
      func simulation(_ phase: Int) -> Simulation {
        var host = host
        host.syncWait = .pulse(interval: interval, phase: phase)
        return Simulation(shape: bus.shape, peripherals: [peripheral], host: host, timeline: bus.timeline)
      }
      var curves = PhaseCurves(simulation(0), request)
      // Close together, so that there are waits of every length modulo 60, and far apart.
      var phases = (0..<12).map { _ in dice.int(0...interval - 1) }
      phases += phases.map { ($0 + 60) % interval } + phases.map { ($0 + 1) % interval }
      for phase in phases {
        let place = Result { () throws(TransferError) in
          try curves.place(.pulse(interval: interval, phase: phase))
        }
        let own = Result { () throws(TransferError) in
          try simulation(phase).curve(request, keepsEnds: false)
        }
        switch (place, own) {
        case (.success(.known(let index, let wait)), .success(let own)):
          let slots = wait * UInt64(bus.shape.slots)
          #expect(
            curves.curves[index].shifted(frames: wait, slots: slots).steps == own.steps,
            "case \(index), phase \(phase) of \(interval)")
          shared += 1
        case (.failure(let place), .failure(let own)):
          #expect(place == own)
          failed += 1
        default: Issue.record("case \(index), phase \(phase): \(place), \(own)")
        }
      }
      #expect(curves.curves.count <= phases.count)
    }
    #expect(shared > 20 * Int(Self.cases) && failed > 0, "\(shared), \(failed)")
  }

  /// A thousand phases cost little more than one of each length of a wait modulo 60.
  @Test func phasesAreNotRunOneByOne() throws {
    let meter = WorkMeter()
    var simulation = Simulation(
      shape: FrameShape.all[20],
      peripherals: [
        PeripheralConfiguration(
          device: 1, memory: [MemoryRegion(address: 0x2000, bytes: 64)], dp0: DP0Limits())
      ],
      host: HostConfiguration(syncWait: .pulse(interval: 10_000, phase: 0)))
    simulation.meter = meter
    let request = TransferRequest.read(64, from: 0x2000, device: 1, via: .bra)
    var curves = PhaseCurves(simulation, request)
    for phase in 0..<60 { _ = try curves.place(.pulse(interval: 10_000, phase: 1000 + phase)) }
    let frames = meter.frames
    for phase in 60..<1060 { _ = try curves.place(.pulse(interval: 10_000, phase: 1000 + phase)) }
    #expect(meter.frames == frames)
  }
}
