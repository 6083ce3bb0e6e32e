/// Runs transfers on a bus, one after the other, with no idle frame between them.
///
/// A value: a copy is a simulation of its own that can be run on.
public struct Simulation: Sendable {
  /// The bus.
  public package(set) var bus: Bus
  /// How the host makes transfers.
  public let host: HostConfiguration
  /// Where slots lie in time.
  public let timeline: BusTimeline
  /// What clocks the frames.
  public let engine: Engine

  /// Is told now and then how many frames were clocked, or nil.
  public var meter: WorkMeter?

  /// A second bus, and what it showed; nil where the engines are not compared.
  private var comparison: EngineComparison?

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
    if host.setup != .linux {
      bus.programDP0(host.geometry(for: shape), enabled: host.setup == .alwaysOpen)
    }
  }

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
    let isWatched = Observer.self != NoObserver.self
    var transfer = begin(request, wantsLevels: Observer.wantsLevels, skipsPauses: !isWatched)
    transfer.run.pulse = MeterPulse(meter, bus)
    if isWatched {
      while !observer.breaksOff, clock(&transfer) { transfer.run.show(to: &observer) }
    } else {
      transfer.conductor?.run(&bus, &transfer.run)
    }
    transfer.run.pulse.tell(bus)
    return end(transfer)
  }

  /// Makes a transfer that nobody watches.
  public mutating func run(_ request: TransferRequest) -> TransferResult {
    var observer = NoObserver()
    return run(request, observer: &observer)
  }
}

// MARK: - Frame by frame

/// A transfer under way: for tests that disturb the line, or look at the devices, in the middle of it.
package struct TransferInProgress: Sendable {
  fileprivate let request: TransferRequest
  fileprivate let plan: TransferPlan
  /// Makes its frames; nil where the transfer is refused.
  fileprivate var conductor: Conductor<TransferProgram>?
  /// Clocks them.
  fileprivate var run: SimulationRun
  fileprivate let startSlot: UInt64
}

extension Simulation {
  /// Prepares a transfer, in front of its first frame; `skipsPauses` says that nobody watches its frames. A simulation that
  /// compares engines does not until it has ended.
  package mutating func begin(
    _ request: TransferRequest, wantsLevels: Bool, skipsPauses: Bool = false
  ) -> TransferInProgress {
    let plan = TransferPlan(request, host, &bus)
    var conductor = plan.refusal == nil ? plan.conductor(timeline, &bus, countsSlots: true) : nil
    if skipsPauses, engine == .frame, comparison == nil { conductor?.skipsFrom = bus.frame }
    comparison?.shareHost(of: bus)
    let run = SimulationRun(
      engine, wantsLevels: wantsLevels, isWatched: !skipsPauses, comparison: comparison, MeterPulse(nil, bus))
    comparison = nil
    return TransferInProgress(
      request: request, plan: plan, conductor: conductor, run: run, startSlot: bus.slot)
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
  package mutating func end(_ transfer: TransferInProgress) -> TransferResult {
    var result = TransferResult(startSlot: transfer.startSlot, endSlot: transfer.startSlot)
    result.bytesPerFrame = transfer.plan.bytesPerFrame
    result.error = transfer.plan.refusal
    if let seat = transfer.conductor?.seats.first {
      result.add(seat.ledger)
      result.error = seat.program.error
      result.bytesMoved = seat.program.done
      if transfer.request.operation == .read {
        result.data = seat.program.column0?.incoming ?? bus.manager.buffers[0].incoming
      }
      bus.manager.buffers = [BlockBuffer()]
    }
    comparison = transfer.run.comparison
    comparison?.compareDevices(with: bus)
    result.isIntact = isIntact(transfer.request, result)
    return result
  }

  /// Whether what was moved is what the Peripheral's memory holds; nil where that cannot be said.
  private func isIntact(_ request: TransferRequest, _ result: TransferResult) -> Bool? {
    guard result.error == nil, AddressTarget(request.address) == .memory,
      let target = bus.peripheral(at: request.device)
    else { return nil }
    let bytes = request.operation == .write ? request.data : result.data
    return target.memory.holds(bytes, at: request.address)
  }
}
