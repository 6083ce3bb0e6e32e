public import FrameSim

extension ScenarioFile {
  /// The host of a run with this seed: a random start phase of the sync pulse is drawn once per run.
  public func host(seed: UInt64) -> HostConfiguration {
    guard hasRandomPhase, case .pulse(let interval, _) = host.syncWait else { return host }
    var generator = SeededGenerator(seed: seed, stream: "host.syncWaitFrames.phase")
    var host = host
    let phase = Int(generator.next() % UInt64(max(1, interval)))
    host.syncWait = .pulse(interval: interval, phase: phase)
    return host
  }
}
