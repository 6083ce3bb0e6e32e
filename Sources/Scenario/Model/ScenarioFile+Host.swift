public import FrameSim

extension ScenarioFile {
  /// The host of a run with this seed, with what the bus asks of it: a random start phase of the sync pulse is drawn once per run.
  public func host(seed: UInt64) -> HostConfiguration {
    var host = host
    host.syncNanoseconds = bus.syncNanoseconds
    guard hasRandomPhase, case .pulse(let interval, _) = host.syncWait else { return host }
    var generator = SeededGenerator(seed: seed, stream: "host.syncWaitFrames.phase")
    let phase = Int(generator.next() % UInt64(max(1, interval)))
    host.syncWait = .pulse(interval: interval, phase: phase)
    return host
  }

  /// The host of its transfers, which its policy binds.
  func boundHost(seed: UInt64) -> HostConfiguration {
    var host = host(seed: seed)
    host.policy = policy
    return host
  }

  /// The host whose two ways are compared. A policy that refuses lengths is judged beside it; one that sends a part of them over
  /// Column 0 makes other transfers of them.
  func comparedHost(seed: UInt64) -> HostConfiguration {
    policy?.rest == .column0 ? boundHost(seed: seed) : host(seed: seed)
  }

  /// Why no stream synchronisation point is given in time; nil where one is, or none is asked for.
  var syncWarning: String? {
    let slots = bus.shape.slots
    let interval = bus.timeline.wholeSlots(nanoseconds: bus.syncNanoseconds)
    let sampleInterval = host.geometry(for: bus.shape).sampleInterval
    let hasBlocks = transfers.contains { $0.path == .bra } || host.setup == .alwaysOpen
    guard bus.syncNanoseconds > 0, hasBlocks,
      SyncPoints.frames(interval: interval, sampleInterval: sampleInterval, slotsPerFrame: slots) == nil
    else { return nil }
    return
      "no stream synchronisation point is given by a Ping: a frame of \(slots) slots ends together with a window of "
      + "\(sampleInterval) slots (host.dp0.sampleInterval) less often than every \(Double(bus.syncNanoseconds) / 1e9) "
      + "seconds (bus.sspEverySeconds)"
  }

  /// A simulation of its transfers, in front of the first; throws where the bytes of its stream cannot be loaded any more.
  func simulation(seed: UInt64, engine: EngineChoice) throws(RunFailure) -> Simulation {
    var host = boundHost(seed: seed)
    if let streamData, streamData.bytes <= DataSource.loadLimit {
      var files = DataFileCache()
      do throws(DataSourceError) {
        host.offload?.streams.data = try streamData.load(seed: seed, transfer: "host.offload", &files)
      } catch {
        throw .data(error)
      }
    }
    var simulation = Simulation(
      shape: bus.shape, peripherals: peripherals, host: host, timeline: bus.timeline,
      engine: engine == .slot ? .slot : .frame)
    if engine == .both { simulation.startComparing() }
    return simulation
  }

  /// A forecast of its transfers, in front of the first.
  func forecast(seed: UInt64) -> HostForecast {
    HostForecast(
      shape: bus.shape, peripherals: peripherals, host: boundHost(seed: seed), timeline: bus.timeline)
  }
}
