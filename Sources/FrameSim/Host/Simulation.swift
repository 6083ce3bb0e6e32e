/// Runs transfers on a bus, one after the other, with no idle frame between them.
///
/// A value: a copy is a simulation of its own that can be run on.
public struct Simulation: Sendable {
  /// The bus.
  public package(set) var bus: Bus
  /// How the host makes transfers.
  public let host: HostConfiguration
  /// What clocks the frames.
  public let engine: Engine

  /// Is told now and then how many frames were clocked, or nil.
  public var meter: WorkMeter?

  /// A second bus that the slot engine runs beside the first, to be compared with it.
  private var shadow: Bus?
  /// Whether there is one: to ask the optional itself would copy the bus.
  private var isComparing = false
  /// Where the two engines first disagreed, or nil.
  public private(set) var disagreement: String?

  /// A bus in front of its first frame (design section 7, "Start").
  ///
  /// With a set-up that does not program DP0, the transport registers of both banks are programmed already; with
  /// `alwaysOpen`, DP0 is enabled, too.
  public init(
    shape: FrameShape, peripherals: [PeripheralConfiguration], host: HostConfiguration,
    engine: Engine = .frame
  ) {
    self.engine = engine
    bus = Bus(shape: shape, peripherals: peripherals)
    self.host = host
    if host.setup != .linux {
      bus.programDP0(
        host.dp0 ?? PortGeometry(fillingColumns: shape.columns), enabled: host.setup == .alwaysOpen)
    }
  }

  /// Fills the memory of a device before the first frame, whatever its access rights.
  public mutating func preload(_ bytes: [UInt8], at address: UInt32, device: Int) {
    guard let index = bus.peripherals.firstIndex(where: { $0.deviceNumber == device }) else { return }
    bus.peripherals[index].memory.preload(bytes, at: address)
  }

  /// Bytes of memory that the devices hold, those of the second bus included.
  public var heldBytes: Int { bus.heldBytes + (shadow?.heldBytes ?? 0) }

  /// From now on runs the slot engine beside the simulation's own, and compares every frame, the line levels and what
  /// the Manager saw, and behind every transfer what the devices hold.
  public mutating func startComparing() {
    shadow = bus
    isComparing = true
  }

  /// Runs a frame in the second engine and compares.
  private mutating func compare(
    _ plan: FramePlan, _ outcome: FrameOutcome, _ levels: [UInt64], flips: LineFlips
  ) {
    var own: [UInt64]? = []
    guard let other = shadow?.runSlots(plan, flips: flips, levels: &own), disagreement == nil, let own else {
      return
    }
    if let word = zip(levels, own).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
      let slot = 64 * word.offset + (word.element.0 ^ word.element.1).leadingZeroBitCount
      disagreement = "the line levels differ in frame \(outcome.number), slot \(slot) of it"
    } else if outcome != other {
      disagreement = "what the Manager saw differs in frame \(outcome.number)"
    }
  }

  /// Makes a transfer.
  public mutating func run<Observer: FrameObserver>(
    _ request: TransferRequest, observer: inout Observer
  ) -> TransferResult {
    let isUnwatched = Observer.self == NoObserver.self
    var transfer = begin(request, wantsLevels: Observer.wantsLevels, skipsPauses: isUnwatched)
    var pulse = MeterPulse(meter, bus)
    repeat {
      while let (plan, part) = transfer.driver.next(&bus) {
        step(&transfer, plan, part, flips: .none, observer: &observer)
        if pulse.isDue(bus) { pulse.tell(bus) }
        if observer.breaksOff { return end(transfer) }
      }
    } while transfer.driver.skipPause(&bus)
    pulse.tell(bus)
    return end(transfer)
  }

  /// Makes a transfer that nobody watches.
  public mutating func run(_ request: TransferRequest) -> TransferResult {
    var observer = NoObserver()
    return run(request, observer: &observer)
  }
}

// MARK: - Comparing engines

extension Simulation {
  /// The second bus has no host of its own: its Manager gets what the host gave the first.
  private mutating func shareHost() {
    shadow?.manager.outgoing = bus.manager.outgoing
    shadow?.manager.incoming = bus.manager.incoming
    shadow?.manager.abandonsNotReady = bus.manager.abandonsNotReady
  }

  /// Compares what the devices hold, behind a transfer.
  private mutating func compareDevices() {
    shareHost()
    guard disagreement == nil, let field = shadow?.difference(from: bus) else { return }
    disagreement = "what the devices hold differs behind frame \(bus.frame): \(field)"
  }
}

// MARK: - Frame by frame

/// A transfer under way: for tests that disturb the line, or look at the devices, in the middle of it.
package struct TransferInProgress: Sendable {
  fileprivate let request: TransferRequest
  fileprivate var driver: TransferDriver
  fileprivate var account = SlotAccount()
  fileprivate var levels: [UInt64]?
}

extension Simulation {
  /// Prepares a transfer, in front of its first frame; `skipsPauses` says that nobody watches its frames.
  package mutating func begin(
    _ request: TransferRequest, wantsLevels: Bool, skipsPauses: Bool = false
  ) -> TransferInProgress {
    var driver = TransferDriver(request, host: host, bus: &bus)
    if skipsPauses, engine == .frame, !isComparing { driver.stopsFrom = bus.frame }
    if isComparing { shareHost() }
    return TransferInProgress(
      request: request, driver: driver, levels: wantsLevels || isComparing ? [] : nil)
  }

  /// Runs the next frame of a transfer that nobody watches, or passes over a pause; false where the transfer is through.
  package mutating func advance(_ transfer: inout TransferInProgress) -> Bool {
    var nobody = NoObserver()
    return step(&transfer, flips: .none, observer: &nobody) || transfer.driver.skipPause(&bus)
  }

  /// Runs the next frame of a transfer with the line disturbed in it; false where the transfer is through.
  package mutating func step<Observer: FrameObserver>(
    _ transfer: inout TransferInProgress, flips: LineFlips, observer: inout Observer
  ) -> Bool {
    guard let (plan, part) = transfer.driver.next(&bus) else { return false }
    step(&transfer, plan, part, flips: flips, observer: &observer)
    return true
  }

  @inline(__always)
  private mutating func step<Observer: FrameObserver>(
    _ transfer: inout TransferInProgress, _ plan: FramePlan, _ part: FramePart, flips: LineFlips,
    observer: inout Observer
  ) {
    let startLevel = bus.level
    let geometry = bus.manager.portSettings.geometry
    let slotsSinceSSP = bus.manager.slotsSinceSSP
    let outcome = bus.run(plan, engine: engine, flips: flips, levels: &transfer.levels)
    if outcome.payloadBits > 0, geometry.hStart == 0 {
      transfer.account.add(
        SlotMap(plan: plan, outcome: outcome, geometry: geometry, slotsSinceSSP: slotsSinceSSP))
    } else {
      transfer.account.add(plan, outcome)
    }
    if isComparing { compare(plan, outcome, transfer.levels ?? [], flips: flips) }
    if Observer.self != NoObserver.self {
      observer.observe(
        ObservedFrame(
          plan: plan, part: part, outcome: outcome, startLevel: startLevel, levels: transfer.levels ?? [],
          geometry: geometry, slotsSinceSSP: slotsSinceSSP))
    }
    transfer.driver.complete(plan, part, outcome, bus: &bus)
  }

  /// The result of a transfer that is through.
  package mutating func end(_ transfer: TransferInProgress) -> TransferResult {
    if isComparing { compareDevices() }
    var result = transfer.driver.result
    var account = transfer.account
    for pings in transfer.driver.skipped { account.add(pings) }
    result.slots = account.counts
    result.isIntact = isIntact(transfer.request, result)
    return result
  }

  /// Whether what was moved is what the Peripheral's memory holds; nil where that cannot be said.
  private func isIntact(_ request: TransferRequest, _ result: TransferResult) -> Bool? {
    guard result.error == nil, request.address >= 0x2000, let target = bus.peripheral(at: request.device)
    else {
      return nil
    }
    let bytes = request.operation == .write ? request.data : result.data
    return target.memory.holds(bytes, at: request.address)
  }
}
