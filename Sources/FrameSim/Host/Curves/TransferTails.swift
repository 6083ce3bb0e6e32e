/// The ends of transfers, run once and then known for every transfer that stands where one stood.
///
/// After its last byte a transfer sends commands to registers and Pings, and nothing else. How long that takes depends on
/// how the bus and the conductor stand, on how long each pause is, and on when the next synchronisation point is due. So an
/// end is cut in front of each pause, and after each synchronisation point: every leg between two cuts is run once, for
/// real, from where the first that came by stood, without what is taken not to matter (`Bus.standing`). It is kept under
/// how it stood there, the pause, and the synchronisation point in it, if there is one. Pauses that are periods of Pings apart
/// lead to the same place; that is relied on only where the bus itself was seen to come back (`Bus.skipPings`).
struct TransferTails {
  /// What an end, or a leg of it, adds to a transfer.
  struct Addition: Hashable {
    var frames = FrameCounts()
    var slots: UInt64 = 0
  }

  /// Where an end stands: at a cut.
  private struct Place {
    var node: Int
    var pause: TailPause?
    /// Frames up to the one at whose end a synchronisation point is due.
    var due: UInt64

    /// Frames of the pause.
    var wait: UInt64 { pause?.frames ?? 0 }
  }

  private let engine: Engine
  private let meter: WorkMeter?
  private let slotsPerFrame: UInt64
  /// Whether any end is kept; else every one is run.
  let isInUse: Bool
  private var nodes: TailNodes
  private var legs: [TailLeg.Origin: TailLeg] = [:]

  /// No more than so many are kept; where there are more, ends are run whole.
  private static let most = 16 * TailNodes.most
  /// From here on a pause is passed over but for its first Ping and what is no whole period.
  static let long = Conductor<TransferProgram>.worthwhile + Bus.pingPeriod + 2

  /// Ends of a transfer and of shorter ones; `isInUse` says whether any is kept.
  init(_ simulation: Simulation, _ request: TransferRequest, isInUse: Bool = true) {
    engine = simulation.engine
    meter = simulation.meter
    slotsPerFrame = UInt64(simulation.bus.shape.slots)
    nodes = TailNodes(simulation, request)
    self.isInUse = isInUse
  }

  /// What the end of a transfer adds whose last byte is through; runs it on the bus given where that cannot be known.
  ///
  /// Throws why it fails, where it does.
  mutating func end(
    _ conductor: inout Conductor<TransferProgram>, _ bus: inout Bus
  ) throws(TransferError) -> Addition {
    if conductor.isThrough, conductor.transfer.error == nil { return Addition() }
    if isInUse, let known = walk(from: conductor, bus) { return known }
    let before = conductor.cost
    var run = PlainRun<TransferProgram>(engine, MeterPulse(meter, bus))
    conductor.run(&bus, &run)
    run.pulse.tell(bus)
    if let error = conductor.transfer.error { throw error }
    return conductor.cost - before
  }

  // MARK: From cut to cut

  /// Goes through the legs of an end; nil where that is not possible.
  private mutating func walk(
    from conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus
  ) -> Addition? {
    let start = conductor.view
    let syncWait = conductor.transfer.syncWait
    // Sums stay exact, and pauses are skipped, as long as this is far away.
    guard conductor.transfer.isAfterData, conductor.transfer.error == nil, start.slot < Bus.lastSlot / 4,
      let first = nodes.node(conductor, bus)
    else { return nil }
    var place = Place(node: first, pause: conductor.pauseAhead, due: conductor.framesToSyncPoint)
    var sum = Addition()
    var rounds: [Int: (left: UInt64, sum: Addition)] = [:]
    while true {
      guard let leg = known(from: place) ?? explored(from: place) else { return nil }
      let wait = place.wait
      let hasPaused = leg.isCutInPause ? place.due : wait
      let before = sum.frames.total
      sum.add(leg.addition)
      if let pause = place.pause { sum.add(hasPaused, of: pause.part, slotsPerFrame: slotsPerFrame) }
      guard let next = leg.next else { return sum }
      place.node = next
      if let due = leg.due {
        place.due = due
      } else if place.due < .max {
        place.due -= sum.frames.total - before
      }
      switch leg.pause {
      case .none: place.pause = nil
      case .host(let frames): place.pause = TailPause(part: .host, frames: frames)
      case .bankSwitch:
        let frames = syncWait.framesAhead(waited: 0, frame: start.frame + sum.frames.total)
        place.pause = TailPause(part: .syncWait, frames: frames)
      case .rest:
        place.pause?.frames = wait - hasPaused - 1
        passRounds(&place, &sum, &rounds)
        continue
      }
      rounds = [:]
    }
  }

  /// Passes over what comes again and again in a pause with many synchronisation points: where two of them lead to the same
  /// place, all that lies between comes again.
  private func passRounds(
    _ place: inout Place, _ sum: inout Addition, _ rounds: inout [Int: (left: UInt64, sum: Addition)]
  ) {
    guard let left = place.pause?.frames else { return }
    guard let earlier = rounds.updateValue((left, sum), forKey: place.node) else { return }
    let period = earlier.left - left
    let times = left / period
    guard times > 0 else { return }
    sum.add((sum - earlier.sum) * times)
    place.pause?.frames = left - times * period
    rounds = [:]
  }

  /// The leg that begins at a place, if it is known.
  private func known(from place: Place) -> TailLeg? {
    let wait = place.wait
    if place.due < wait { return known(place, .inPause, place.due) }
    // Up to the next bank switch no synchronisation point may fall in it that it did not have.
    if let leg = known(place, .none, wait), leg.quiet <= place.due - wait { return leg }
    return known(place, .afterPause(place.due - wait), wait)
  }

  private func known(_ place: Place, _ sync: TailLeg.Sync, _ pauses: UInt64) -> TailLeg? {
    var origin = TailLeg.Origin(node: place.node, part: place.pause?.part, pause: .long(0), sync: sync)
    if pauses >= Self.long {
      origin.pause = .long(pauses % Bus.pingPeriod)
      if let leg = legs[origin] { return leg }
    }
    origin.pause = .exact(pauses)
    return legs[origin]
  }

  /// The leg that begins at a place, run now; nil where that is not possible.
  private mutating func explored(from place: Place) -> TailLeg? {
    guard legs.count < Self.most,
      var (conductor, bus) = nodes.standing(at: place.node, place.pause, due: place.due)
    else { return nil }
    let wait = place.wait
    var run = LegRun(engine, MeterPulse(meter, bus), place.pause, due: place.due, conductor, bus)
    conductor.run(&bus, &run)
    run.tell(bus)
    let quiet = run.quiet(conductor)
    guard conductor.transfer.error == nil else { return nil }
    // Where a boundary was let pass, the next depends on which.
    guard run.hasSync(conductor) || !run.isCutInPause && quiet <= place.due - wait else { return nil }
    var leg = TailLeg(addition: run.addition(conductor), quiet: quiet, isCutInPause: run.isCutInPause)
    if !conductor.isThrough {
      guard let next = nodes.node(conductor, bus),
        let pause = run.next(conductor)
      else { return nil }
      leg.next = next
      leg.pause = pause
      leg.due = run.changesDue(conductor) ? conductor.framesToSyncPoint : nil
    }
    let sync: TailLeg.Sync =
      !run.hasSync(conductor) ? .none : leg.isCutInPause ? .inPause : .afterPause(place.due - wait)
    legs[TailLeg.Origin(node: place.node, part: place.pause?.part, pause: run.label, sync: sync)] = leg
    return leg
  }
}

extension TransferTails.Addition {
  static func - (left: Self, right: Self) -> Self {
    Self(frames: left.frames - right.frames, slots: left.slots &- right.slots)
  }

  static func * (one: Self, times: UInt64) -> Self {
    var product = Self(slots: one.slots &* times)
    for part in FramePart.allCases { product.frames[part] = one.frames[part] &* times }
    return product
  }

  fileprivate mutating func add(_ other: Self) {
    frames += other.frames
    slots &+= other.slots
  }

  /// So many frames of a pause more; also fewer, modulo 2^64.
  mutating func add(_ pauses: UInt64, of part: FramePart, slotsPerFrame: UInt64) {
    frames[part] &+= pauses
    slots &+= pauses &* slotsPerFrame
  }
}
