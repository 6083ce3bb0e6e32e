/// Curves of one transfer for hosts that differ in the start phase of the sync pulse alone.
///
/// Up to the first wait for the pulse nothing depends on the phase: that is run once. What follows that wait depends on how
/// the bus and the conductor stand after its bank switch, and on how far the next pulse is: it is run once for each way
/// they do. Where a wait leads to is run once for each length; waits that are periods of Pings apart lead to the same place
/// where the bus was seen to come back (`Bus.skipPings`).
package struct PhaseCurves {
  /// Where the curve of a phase is; it is that curve with a first wait of `wait` frames.
  package enum Place: Hashable, Sendable {
    /// One that was found before: `curves[index]`.
    case known(index: Int, wait: UInt64)
    /// There are too many to keep: `latest`, until the next is looked for.
    case latest(wait: UInt64)
  }

  /// What was found so far, as if the first wait took no frame.
  package private(set) var curves: [TransferCurve] = []
  /// The curve that was run last, likewise.
  package private(set) var latest = TransferCurve(steps: [])

  /// How things stand after the first bank switch, and the curve that follows.
  private struct Way {
    let bus: Bus
    let conductor: ConductorStanding
    let pause: TailPause?
    let ahead: UInt64
    let curve: Int
  }

  private enum Wait: Hashable {
    case exact(UInt64)
    /// What is left of it after whole periods.
    case long(UInt64)
  }

  /// Steps of all curves that are kept together, and ways.
  private static let most = (steps: 4 << 20, ways: 4096)

  private let simulation: Simulation
  private let bus: Bus
  /// In front of the first wait, or wherever the transfer ends before it.
  private let conductor: Conductor<TransferProgram>?
  private let refusal: TransferError?
  private let sizes: (least: Int, longest: Int)
  private var ways: [Way] = []
  private var known: [Wait: Int] = [:]
  private var tails: TransferTails

  /// Runs a transfer up to its first wait, from the simulation's present state.
  ///
  /// The steps of transfers shorter than `least` bytes are left out.
  package init(_ simulation: Simulation, _ request: TransferRequest, from least: Int = 1) {
    self.simulation = simulation
    sizes = (least, request.bytes)
    tails = TransferTails(simulation, request)
    var bus = simulation.bus
    do {
      var conductor = try simulation.conductor(request, &bus)
      var run = OpeningRun(simulation.engine, MeterPulse(simulation.meter, bus), until: .firstWait)
      conductor.run(&bus, &run)
      run.plain.pulse.tell(bus)
      self.conductor = conductor
      refusal = nil
    } catch {
      conductor = nil
      refusal = error
    }
    self.bus = bus
  }

  /// Where the curve of a host with another phase is; throws why the transfer fails, where it does.
  package mutating func place(_ syncWait: SyncWait) throws(TransferError) -> Place {
    if let refusal { throw refusal }
    guard var conductor else { return .known(index: 0, wait: 0) }
    guard conductor.isInFrontOfWait else {
      // There is no bank switch, or the transfer does not get that far: the phase has no say.
      if curves.isEmpty { curves = [try rest(conductor, bus)] }
      return .known(index: 0, wait: 0)
    }
    conductor.lead.program.syncWait = syncWait
    let wait = conductor.framesToSwitch
    // A synchronisation point in the wait would be found elsewhere in another.
    let isLong = wait >= TransferTails.long && conductor.syncPoints.dueSlot == .max
    let way = known[.exact(wait)] ?? (isLong ? known[.long(wait % Bus.pingPeriod)] : nil)
    if let way { return .known(index: ways[way].curve, wait: wait) }
    var bus = bus
    let most = (wait &- (conductor.past.isPausing ? 1 : 2)) / Bus.pingPeriod * Bus.pingPeriod
    let skipped = switchBank(&conductor, &bus)
    let label = isLong && skipped == most ? Wait.long(wait % Bus.pingPeriod) : .exact(wait)
    var still = bus
    still.forgetTime()
    let (standing, pause) = (ConductorStanding(conductor), conductor.pauseAhead)
    let ahead = conductor.framesToSwitch
    let same = ways.firstIndex {
      $0.ahead == ahead && $0.pause == pause && $0.conductor == standing
        && $0.bus.difference(from: still) == nil
    }
    if let same {
      known[label] = same
      return .known(index: ways[same].curve, wait: wait)
    }
    latest = try rest(conductor, bus).shifted(
      frames: 0 &- wait, slots: 0 &- wait &* UInt64(self.bus.shape.slots))
    guard let index = keep(latest) else { return .latest(wait: wait) }
    if ways.count < Self.most.ways {
      known[label] = ways.count
      ways.append(Way(bus: still, conductor: standing, pause: pause, ahead: ahead, curve: index))
    }
    return .known(index: index, wait: wait)
  }

  /// Runs a wait and its bank switch; gives the Pings that were passed over.
  private func switchBank(_ conductor: inout Conductor<TransferProgram>, _ bus: inout Bus) -> UInt64 {
    let before = bus.statistics.skipped
    var run = OpeningRun(simulation.engine, MeterPulse(nil, bus), until: .afterCommand)
    conductor.run(&bus, &run)
    return bus.statistics.skipped - before
  }

  private mutating func rest(
    _ conductor: Conductor<TransferProgram>, _ bus: Bus
  ) throws(TransferError) -> TransferCurve {
    var run = CurveRun(
      simulation.engine, MeterPulse(simulation.meter, bus), bytes: sizes.longest, from: sizes.least,
      tails)
    defer { tails = run.tails }
    return try run.curve(conductor, bus)
  }

  /// The index of a curve among those that are kept; nil where there is no room.
  private mutating func keep(_ curve: TransferCurve) -> Int? {
    if let index = curves.firstIndex(where: { $0.steps == curve.steps }) { return index }
    guard curves.reduce(curve.steps.count, { $0 + $1.steps.count }) <= Self.most.steps else { return nil }
    curves.append(curve)
    return curves.count - 1
  }
}

extension Bus {
  fileprivate mutating func forgetTime() {
    slot = 0
    frame = 0
  }
}
