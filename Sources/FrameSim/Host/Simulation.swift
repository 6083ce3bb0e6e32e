/// Runs transfers on a bus, one after the other, with no idle frame between them.
///
/// A value: a copy is a simulation of its own that can be run on.
public struct Simulation: Sendable {
  /// The bus.
  public package(set) var bus: Bus
  /// How the host makes transfers.
  public package(set) var host: HostConfiguration
  /// Where slots lie in time.
  public let timeline: BusTimeline
  /// What clocks the frames.
  public let engine: Engine

  /// Is told now and then how many frames were clocked, or nil.
  public var meter: WorkMeter?

  /// The descriptor engine, as earlier transfers have left it; one, or none yet.
  private(set) var descriptorEngine: [BAMSystem] = []

  /// The offload instance of the Manager, as earlier calls have left it.
  var offload: OffloadEngine

  /// A second bus, and what it showed; nil where the engines are not compared.
  var comparison: EngineComparison?

  /// A bus in front of its first frame (`docs/architecture.md`, "Start").
  ///
  /// `timeline` is needed where the host's software takes time. With a set-up that does not program DP0, the transport
  /// registers of both banks are programmed already; with `alwaysOpen`, DP0 is enabled, too.
  public init(
    shape: FrameShape, peripherals: [PeripheralConfiguration], host: HostConfiguration,
    timeline: BusTimeline = BusTimeline(clockHz: 12_000_000), engine: Engine = .frame
  ) {
    self.engine = engine
    self.timeline = timeline
    bus = Bus(shape: shape, peripherals: peripherals)
    self.host = host
    offload = OffloadEngine(host.offload)
    if host.setup != .linux {
      bus.programDP0(host.geometry(for: shape), enabled: host.setup == .alwaysOpen)
    }
  }

  /// What came of the transactions of a descriptor engine's other clients so far.
  package var bamClients: [BAMReport.Client] { descriptorEngine.first?.finalReport().clients ?? [] }

  /// Slots in which a stream synchronisation point is given; 0 is never.
  var syncInterval: UInt64 { timeline.wholeSlots(nanoseconds: host.syncNanoseconds) }

  /// Fills the memory of a device before the first frame, whatever its access rights.
  public mutating func preload(_ bytes: [UInt8], at address: UInt32, device: Int) {
    guard let index = bus.peripherals.firstIndex(where: { $0.deviceNumber == device }) else { return }
    bus.peripherals[index].memory.preload(bytes, at: address)
  }

  /// Bytes of memory that the devices hold, those of the second bus included.
  public var heldBytes: Int { bus.heldBytes + (comparison?.heldBytes ?? 0) }

  /// From now on runs the slot engine beside the simulation's own, and compares every frame, the line levels and what
  /// the Manager saw, and at the end of every transfer what the devices hold.
  public mutating func startComparing() {
    comparison = EngineComparison(bus)
  }

  /// Where the two engines first disagreed, or nil.
  public var disagreement: String? { comparison?.disagreement }

  /// Makes a transfer.
  public mutating func run<Observer: FrameObserver>(
    _ request: TransferRequest, observer: inout Observer
  ) -> TransferResult {
    run(request, beside: [], observer: &observer).lead
  }

  /// Makes a transfer that nobody watches.
  public mutating func run(_ request: TransferRequest) -> TransferResult {
    var observer = NoObserver()
    return run(request, observer: &observer)
  }

  /// Makes a transfer over BRA, and others during it; where it is refused, the others do not run.
  public mutating func run<Observer: FrameObserver>(
    _ request: TransferRequest, beside others: [SideTransfer], observer: inout Observer
  ) -> GroupResult {
    let isWatched = Observer.self != NoObserver.self
    var transfer = begin(
      request, beside: others, wantsLevels: Observer.wantsLevels, skipsPauses: !isWatched)
    transfer.run.pulse = MeterPulse(meter, bus)
    if isWatched {
      while !observer.breaksOff, clock(&transfer) { transfer.run.show(to: &observer) }
    } else {
      transfer.conductor?.run(&bus, &transfer.run)
    }
    transfer.run.pulse.tell(bus)
    return endGroup(transfer)
  }

  /// The same, and nobody watches.
  public mutating func run(_ request: TransferRequest, beside others: [SideTransfer]) -> GroupResult {
    var observer = NoObserver()
    return run(request, beside: others, observer: &observer)
  }
}

// MARK: - Frame by frame

extension Simulation {
  /// Prepares a transfer, and those that run during it, in front of its first frame; `skipsPauses` says that nobody watches
  /// its frames. A simulation that compares engines does not until it has ended.
  package mutating func begin(
    _ request: TransferRequest, beside others: [SideTransfer] = [], wantsLevels: Bool,
    skipsPauses: Bool = false
  ) -> TransferInProgress {
    let plan = TransferPlan(request, host, timeline, &bus, isReserved: offload.run != nil)
    let sides = others.map {
      (plan: TransferPlan($0.request, host, timeline, &bus, isBeside: true), afterFrames: $0.afterFrames)
    }
    var conductor =
      plan.refusal == nil
      ? plan.conductor(
        timeline, &bus, beside: sides, countsSlots: true, engine: descriptorEngine.first) : nil
    if skipsPauses, engine == .frame, comparison == nil { conductor?.skipsFrom = bus.frame }
    comparison?.shareHost(of: bus)
    let run = SimulationRun(
      engine, wantsLevels: wantsLevels, isWatched: !skipsPauses, comparison: comparison, MeterPulse(nil, bus))
    comparison = nil
    return TransferInProgress(
      plan: plan, others: sides.map(\.plan), conductor: conductor, run: run, startSlot: bus.slot)
  }

  /// Runs the next frame of a transfer that nobody watches, or passes over a pause; false where the transfer is through.
  package mutating func advance(_ transfer: inout TransferInProgress) -> Bool {
    var nobody = NoObserver()
    return step(&transfer, flips: .none, observer: &nobody)
  }

  /// Runs the next frame of a transfer with the line disturbed in it; false where the transfer is through.
  package mutating func step<Observer: FrameObserver>(
    _ transfer: inout TransferInProgress, flips: LineFlips, observer: inout Observer
  ) -> Bool {
    transfer.run.flips = flips
    guard clock(&transfer) else { return false }
    transfer.run.show(to: &observer)
    return true
  }

  /// The next frame; false where the transfer is through. Apart from the observers, which are generic.
  @inline(never)
  private mutating func clock(_ transfer: inout TransferInProgress) -> Bool {
    transfer.conductor?.step(&bus, &transfer.run) == true
  }

  /// The result of a transfer that is through, or broken off.
  package mutating func end(_ transfer: TransferInProgress) -> TransferResult { endGroup(transfer).lead }

  /// The results of a transfer that is through, or broken off, and of those that ran during it.
  package mutating func endGroup(_ transfer: TransferInProgress) -> GroupResult {
    var lead = transfer.result
    var others = transfer.conductor == nil ? nil : transfer.otherResults
    if let system = transfer.conductor?.lead.program.bam.first?.system { descriptorEngine = [system] }
    if transfer.conductor != nil {
      if transfer.plan.request.path == .bra, transfer.plan.request.operation == .read {
        lead.data = bus.manager.buffers[0].incoming
        transfer.conductor?.lead.program.putVisits(into: &lead.data)
      }
      bus.manager.buffers = [BlockBuffer()]
    }
    comparison = transfer.run.comparison
    comparison?.compareDevices(with: bus)
    lead.isIntact = bus.isIntact(transfer.plan.moved(lead), lead)
    for (index, plan) in transfer.others.enumerated() {
      if let result = others?[index] { others?[index].isIntact = bus.isIntact(plan.moved(result), result) }
    }
    let whole = transfer.conductor.flatMap { $0.others.isEmpty ? nil : $0.whole.ledger.total }
    return GroupResult(
      lead: lead, others: others, slots: whole?.slots ?? lead.slots, split: whole?.split ?? lead.split)
  }
}
