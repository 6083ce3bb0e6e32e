import FrameSim
import Testing

/// Protocol notes, section 7.2: while a data channel is open, the Manager gives a synchronisation point in every interval, at a
/// boundary that is a multiple of the sample interval after the previous one.
@Suite struct SyncPointTests {
  /// So many frames of 50x4 at 4.8 MHz in nanoseconds, rounded up.
  private func nanoseconds(frames: UInt64) -> UInt64 { (frames * 200 * 625 + 5) / 6 }

  private func simulation(
    frames: UInt64, setup: TransferSetup = .alwaysOpen, model: HostModel = .ideal, wait: SyncWait = .none,
    port: PortGeometry? = nil, engine: Engine = .frame
  ) -> Simulation {
    Simulation(
      shape: .of(50, 4), peripherals: [.target(1)],
      host: HostConfiguration(
        model: model, setup: setup, syncWait: wait, syncNanoseconds: nanoseconds(frames: frames), dp0: port),
      timeline: BusTimeline(clockHz: 4_800_000), engine: engine)
  }

  private func run(
    _ simulation: inout Simulation, _ bytes: Int, via path: TransferRequest.Path
  ) -> (result: TransferResult, points: [Int]) {
    var log = FrameLog()
    let isFirst = simulation.bus.frame == 0
    let result = simulation.run(.write(testBytes(bytes), to: 0x2000, device: 1, via: path), observer: &log)
    #expect(result.error == nil && result.isIntact == true)
    #expect(log.checker.complaints == [] || !isFirst)
    return (result, log.plans.indices.filter { log.plans[$0].command == .ping(ssp: true) })
  }

  /// Nine bytes, then a Ping that displaces one.
  @Test(arguments: Engine.allCases)
  func aPointDisplacesACommand(engine: Engine) {
    var simulation = simulation(frames: 10, engine: engine)
    let (result, points) = run(&simulation, 100, via: .column0)
    #expect(points == (1...11).map { 10 * $0 - 1 })
    #expect(result.frames.host == 11 && result.frames.total == 111 && result.commands.ping == 11)
    // The next transfer goes on counting: 109 is the last point, and frame 119 is the next.
    let next = run(&simulation, 20, via: .column0)
    #expect(next.points == [119 - 111, 129 - 111])
  }

  /// Beside a block it displaces nothing.
  @Test(arguments: Engine.allCases)
  func aPointBesideABlock(engine: Engine) {
    var simulation = simulation(frames: 10, engine: engine)
    let (result, points) = run(&simulation, 200, via: .bra)
    #expect(points == [9, 19] && result.frames.total == 25 && result.frames.host == 0)
  }

  /// While DP0 is closed none is due; its own bank switches are points.
  @Test func closedPortsNeedNone() {
    var simulation = simulation(frames: 10, setup: .linux)
    #expect(run(&simulation, 100, via: .column0).points == [])
    // 19 commands; the last is a bank switch. 25 blocks; the closing half switches with its 10th command.
    let (result, points) = run(&simulation, 200, via: .bra)
    #expect(points == [19 + 9, 19 + 19, 19 + 29])
    #expect(result.frames.host == 1 && result.frames.total == 39 + 25 + 1)
  }

  /// A bank switch is a point itself: it goes in the frame where one is due.
  @Test func aBankSwitchIsOne() {
    for (frames, host) in [(27, UInt64(0)), (26, 1), (28, 0)] {
      // 25 blocks, ChannelEn, and the bank switch in the 27th frame.
      var simulation = simulation(frames: UInt64(frames), setup: .commands(4))
      let (result, points) = run(&simulation, 200, via: .bra)
      #expect(result.frames.host == host && points.count == Int(host), "\(frames)")
    }
  }

  /// Windows of 300 slots end with every third frame of 200: 9 frames are the last multiple within 10.
  @Test func pointsAreMultiplesOfTheWindow() {
    let port = PortGeometry(hStart: 1, hStop: 3, sampleInterval: 300, wordLength: 60, blockOffset: 0)
    var simulation = simulation(frames: 10, port: port)
    #expect(run(&simulation, 40, via: .column0).points == [8, 17, 26, 35])
    // No boundary comes within two frames.
    simulation = self.simulation(frames: 2, port: port)
    #expect(run(&simulation, 40, via: .column0).points == [])
  }

  /// Where every boundary is due, commands go between two points.
  @Test func everyFrameIsDue() {
    var simulation = simulation(frames: 1)
    let (result, points) = run(&simulation, 5, via: .column0)
    #expect(points == [0, 2, 4, 6, 8] && result.frames.total == 10)
  }

  /// Long pauses are passed over up to the next point; nobody can tell.
  @Test func pausesWithPoints() {
    let feed = PIOModel.Feed(nanosecondsPerBatch: nanoseconds(frames: 1500))
    let model = HostModel.pio(PIOModel(column0: feed, bra: feed))
    for setup in [TransferSetup.alwaysOpen, .commands(6)] {
      for path in TransferRequest.Path.allCases {
        let request = TransferRequest.write(testBytes(4), to: 0x2000, device: 1, via: path)
        var fast = simulation(frames: 700, setup: setup, model: model)
        var slow = simulation(frames: 700, setup: setup, model: model, engine: .slot)
        #expect(fast.run(request) == slow.run(request))
        #expect(fast.bus.difference(from: slow.bus) == nil)
        let hasPauses = setup != .alwaysOpen || path == .column0
        #expect((fast.bus.statistics.skipped > 2000) == hasPauses)
        var forecast = HostForecast(
          shape: .of(50, 4), peripherals: [.target(1)], host: fast.host, timeline: fast.timeline)
        let expected = forecast.next(request)
        #expect(expected.frames.total == fast.bus.frame && expected.skipped == fast.bus.statistics.skipped)
      }
    }
  }

  /// Ends that are taken from others are those that are run, also where a point falls in some of them.
  @Test func curvesKnowPoints() throws {
    let feed = PIOModel.Feed(nanosecondsPerBatch: nanoseconds(frames: 2))
    for wait in [SyncWait.none, .pulse(interval: 7, phase: 3)] {
      for frames in [UInt64(4), 9, 40] {
        let simulation = simulation(
          frames: frames, setup: .commands(8), model: .pio(PIOModel(column0: feed, bra: feed)), wait: wait)
        let request = TransferRequest.write(testBytes(400), to: 0x2000, device: 1, via: .bra)
        let kept = try simulation.curve(request)
        let run = try simulation.curve(request, keepsEnds: false)
        #expect(kept.steps == run.steps, "\(frames) \(wait)")
      }
    }
  }

  /// Hundreds of points in a wait: what lies between them comes again, and is not run again for each end.
  @Test func endsWithManyPoints() throws {
    for frames in isDebugBuild ? [UInt64(12)] : [12, 300] {
      let pause = isDebugBuild ? 4000 : 20_000
      for wait in [SyncWait.frames(pause), .pulse(interval: pause + 11, phase: 3)] {
        var simulation = simulation(frames: frames, setup: .linux, wait: wait)
        let request = TransferRequest.write(testBytes(900), to: 0x2000, device: 1, via: .bra)
        let (known, whole) = (WorkMeter(), WorkMeter())
        simulation.meter = known
        let kept = try simulation.curve(request)
        simulation.meter = whole
        let run = try simulation.curve(request, keepsEnds: false)
        #expect(kept.steps == run.steps && kept.steps.count > 60, "\(frames) \(wait)")
        #expect(8 * known.frames < whole.frames, "\(known.frames), \(whole.frames)")
      }
    }
  }
}
