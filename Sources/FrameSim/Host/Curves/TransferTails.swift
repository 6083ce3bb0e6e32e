/// The ends of transfers, run once and then known for every transfer that stands where one stood.
///
/// After its last byte a transfer sends commands to registers and Pings, and nothing else. How long that takes depends on
/// how the bus and the conductor stand (`Bus.standing`) and, where bank switches wait for a pulse, on how long each of them
/// waits. So an end is cut in front of each such wait: every stretch is run once, for real, and kept under where it
/// began and the wait it began with. Waits that are periods of Pings apart lead to the same place; that is relied on only
/// where the bus itself was seen to come back (`Bus.skipPings`).
struct TransferTails {
  /// What an end, or a stretch of it, adds to a transfer.
  struct Addition: Hashable {
    var frames = FrameCounts()
    var slots: UInt64 = 0
  }

  /// How bus and conductor stand, compared exactly.
  private struct Standing {
    let bus: Bus
    let conductor: ConductorStanding
  }

  enum Start: Hashable {
    /// After the last byte.
    case end
    /// In front of a wait of so many frames.
    case wait(UInt64)
    /// In front of a wait that is passed over but for what is no whole period.
    case longWait(UInt64)
  }

  struct Origin: Hashable {
    var standing: Int
    var start: Start
  }

  struct Stretch {
    var addition: Addition
    /// Frames of the wait it begins with.
    var wait: UInt64
    /// Where the next begins; nil at the end.
    var next: Int?
  }

  /// No more than so many are kept; whatever is beyond is run each time.
  private static let most = 4096

  private let engine: Engine
  private let meter: WorkMeter?
  private let device: Int
  private let sampleInterval: Int
  /// Slots after a synchronisation point in which no other is given.
  private let slotsWithoutSync: UInt64
  private let isInUse: Bool
  private var standings: [Standing] = []
  private var buckets: [Int: [Int]] = [:]
  private var stretches: [Origin: Stretch] = [:]
  /// Ends that were known.
  private(set) var reused = 0

  /// Ends of a transfer and of shorter ones; `isInUse` says whether any is kept.
  init(_ simulation: Simulation, _ request: TransferRequest, isInUse: Bool = true) {
    engine = simulation.engine
    meter = simulation.meter
    device = request.device
    sampleInterval = simulation.host.geometry(for: simulation.bus.shape).sampleInterval
    let slots = simulation.bus.shape.slots
    slotsWithoutSync =
      SyncPoints.frames(
        interval: simulation.syncInterval, sampleInterval: sampleInterval, slotsPerFrame: slots
      ).map { ($0 - 1) * UInt64(slots) } ?? .max
    self.isInUse = isInUse
  }

  /// What the end of a transfer adds whose last byte is through; runs it on the bus given where it is not known.
  ///
  /// Throws why it fails, where it does.
  mutating func end(
    _ conductor: inout Conductor<TransferProgram>, _ bus: inout Bus
  ) throws(TransferError) -> Addition {
    if conductor.isThrough, conductor.transfer.error == nil { return Addition() }
    let isAfterData = conductor.transfer.isAfterData
    let first = isInUse && isAfterData ? standing(conductor, bus) : nil
    if let first, let known = known(from: first, conductor) {
      reused += 1
      return known
    }
    let before = conductor.cost
    var run = TailRun(engine, MeterPulse(meter, bus), self, conductor, bus, from: first)
    conductor.run(&bus, &run)
    self = run.end(conductor, bus)
    if let error = conductor.transfer.error { throw error }
    return conductor.cost - before
  }

  // MARK: What is known

  private func known(from first: Int, _ conductor: borrowing Conductor<TransferProgram>) -> Addition? {
    let syncWait = conductor.transfer.syncWait
    let start = conductor.view
    let slotsPerFrame = UInt64(start.shape.slots)
    var sum = Addition()
    var frame = start.frame
    var origin = Origin(standing: first, start: .end)
    // Sums stay exact, and pauses are skipped, as long as this is far away.
    guard start.slot < Bus.lastSlot / 4 else { return nil }
    while true {
      var wait: UInt64 = 0
      if origin.start != .end {
        wait = syncWait.framesAhead(waited: 0, frame: frame)
        origin.start = .wait(wait)
      }
      var stretch = stretches[origin]
      if stretch == nil, wait >= Self.long {
        origin.start = .longWait(wait % Bus.pingPeriod)
        stretch = stretches[origin]
      }
      guard let stretch else { return nil }
      sum.frames += stretch.addition.frames
      sum.frames.syncWait = sum.frames.syncWait &+ wait &- stretch.wait
      sum.slots = sum.slots &+ stretch.addition.slots &+ (wait &- stretch.wait) &* slotsPerFrame
      guard let next = stretch.next else {
        // No synchronisation point falls in it, neither by what was before nor by its own bank switches.
        let quiet = min(conductor.syncPoints.dueSlot - start.slot, slotsWithoutSync)
        return sum.slots <= quiet ? sum : nil
      }
      frame = start.frame + sum.frames.total
      origin = Origin(standing: next, start: .wait(0))
    }
  }

  /// From here on a wait is passed over but for its first Ping and what is no whole period.
  static let long = Conductor<TransferProgram>.worthwhile + Bus.pingPeriod + 2

  /// How things stand in front of the next frame; nil where that cannot be said, or too many are known.
  mutating func standing(_ conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus) -> Int? {
    guard let still = bus.standing(sampleInterval: sampleInterval, device: device) else { return nil }
    let state = ConductorStanding(conductor)
    var hasher = Hasher()
    hasher.combine(still.standingHash)
    hasher.combine(state)
    let hash = hasher.finalize()
    for index in buckets[hash] ?? []
    where standings[index].conductor == state && still.difference(from: standings[index].bus) == nil {
      return index
    }
    guard standings.count < Self.most else { return nil }
    buckets[hash, default: []].append(standings.count)
    standings.append(Standing(bus: still, conductor: state))
    return standings.count - 1
  }

  /// Keeps what was run from an origin on.
  mutating func keep(_ stretch: Stretch, from origin: Origin?) {
    guard let origin, stretches.count < 16 * Self.most else { return }
    stretches[origin] = stretch
  }
}

extension TransferTails.Addition {
  static func - (left: Self, right: Self) -> Self {
    Self(frames: left.frames - right.frames, slots: left.slots &- right.slots)
  }
}
