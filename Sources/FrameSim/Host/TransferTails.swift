/// The ends of transfers, run once and then known for every transfer that stands where one stood.
///
/// Behind its last byte a transfer sends commands to registers and Pings, and nothing else. How long that takes depends on
/// how the bus and the driver stand (`Bus.standing`) and, where bank switches wait for a pulse, on how long each of them
/// waits. So an end is cut in front of each such wait: every stretch is run once, for real, and kept under where it
/// began and the wait it began with. Waits that are periods of Pings apart lead to the same place; that is relied on only
/// where the bus itself was seen to come back (`Bus.skipPings`).
struct TransferTails {
  /// What an end, or a stretch of it, adds to a transfer.
  struct Addition: Hashable {
    var frames = FrameCounts()
    var slots: UInt64 = 0
  }

  /// How bus and driver stand, compared exactly.
  private struct Standing {
    let bus: Bus
    let driver: TransferDriver.Standing
  }

  private enum Start: Hashable {
    /// Behind the last byte.
    case end
    /// In front of a wait of so many frames.
    case wait(UInt64)
    /// In front of a wait that is passed over but for what is no whole period.
    case longWait(UInt64)
  }

  private struct Origin: Hashable {
    var standing: Int
    var start: Start
  }

  private struct Stretch {
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
  private let isInUse: Bool
  private var standings: [Standing] = []
  private var buckets: [Int: [Int]] = [:]
  private var stretches: [Origin: Stretch] = [:]
  /// Ends that were known.
  private(set) var reused = 0

  /// Ends of transfers with a device; `isInUse` says whether any is kept.
  init(engine: Engine, meter: WorkMeter?, device: Int, isInUse: Bool = true) {
    self.engine = engine
    self.meter = meter
    self.device = device
    self.isInUse = isInUse
  }

  /// What the end of a transfer adds whose last byte is through; runs it on the bus given where it is not known.
  ///
  /// Throws why it fails, where it does.
  mutating func end(_ driver: inout TransferDriver, _ bus: inout Bus) throws(TransferError) -> Addition {
    if driver.isThrough, driver.result.error == nil { return Addition() }
    let first = isInUse && driver.isBehindData ? standing(driver, bus) : nil
    if let first, let known = known(from: first, driver, bus) {
      reused += 1
      return known
    }
    let start = Mark(driver, bus)
    try run(&driver, &bus, from: first)
    return start.addition(driver, bus)
  }

  // MARK: What is known

  private func known(from first: Int, _ driver: TransferDriver, _ bus: borrowing Bus) -> Addition? {
    let slotsPerFrame = UInt64(bus.shape.slots)
    var sum = Addition()
    var frame = bus.frame
    var origin = Origin(standing: first, start: .end)
    // Sums stay exact, and pauses are skipped, as long as this is far away.
    guard bus.slot < Bus.lastSlot / 4 else { return nil }
    while true {
      var wait: UInt64 = 0
      if origin.start != .end {
        wait = driver.host.syncWait.framesAhead(waited: 0, frame: frame)
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
      guard let next = stretch.next else { return sum }
      frame = bus.frame + sum.frames.total
      origin = Origin(standing: next, start: .wait(0))
    }
  }

  /// From here on a wait is passed over but for its first Ping and what is no whole period.
  static let long = TransferDriver.worthwhile + Bus.pingPeriod + 2

  private mutating func standing(_ driver: TransferDriver, _ bus: borrowing Bus) -> Int? {
    guard let still = bus.standing(sampleInterval: driver.geometry.sampleInterval, device: device) else {
      return nil
    }
    let state = driver.standing
    var hasher = Hasher()
    hasher.combine(still.standingHash)
    hasher.combine(state)
    let hash = hasher.finalize()
    for index in buckets[hash] ?? []
    where standings[index].driver == state && still.difference(from: standings[index].bus) == nil {
      return index
    }
    guard standings.count < Self.most else { return nil }
    buckets[hash, default: []].append(standings.count)
    standings.append(Standing(bus: still, driver: state))
    return standings.count - 1
  }

  // MARK: Running

  /// Where a stretch began.
  private struct Mark {
    let frames: FrameCounts
    let slot: UInt64
    let skipped: UInt64

    init(_ driver: TransferDriver, _ bus: borrowing Bus) {
      frames = driver.result.frames
      slot = bus.slot
      skipped = bus.statistics.skipped
    }

    func addition(_ driver: TransferDriver, _ bus: borrowing Bus) -> Addition {
      Addition(frames: driver.result.frames - frames, slots: bus.slot - slot)
    }
  }

  /// Runs to the end; keeps every stretch where the standing at the start is given.
  private mutating func run(
    _ driver: inout TransferDriver, _ bus: inout Bus, from first: Int?
  ) throws(TransferError) {
    var levels: [UInt64]?
    var pulse = MeterPulse(meter, bus)
    let waits = if case .pulse = driver.host.syncWait { true } else { false }
    var origin = first.map { Origin(standing: $0, start: .end) }
    var mark = Mark(driver, bus)
    var wait: UInt64 = 0
    var expected: UInt64?
    repeat {
      while true {
        if waits, origin != nil, driver.isInFrontOfWait(bus) {
          let next = standing(driver, bus)
          if let origin {
            keep(
              Stretch(addition: mark.addition(driver, bus), wait: wait, next: next),
              from: next == nil ? nil : origin)
          }
          mark = Mark(driver, bus)
          wait = driver.host.syncWait.framesAhead(waited: 0, frame: bus.frame)
          origin = next.map { Origin(standing: $0, start: .wait(wait)) }
          expected =
            wait >= Self.long ? (wait - (driver.isPausing ? 1 : 2)) / Bus.pingPeriod * Bus.pingPeriod : nil
        }
        guard let (plan, part) = driver.next(&bus) else { break }
        if let skipped = expected, !driver.isPausing {
          // The wait is over: was all of it passed over that could be?
          if bus.statistics.skipped - mark.skipped == skipped {
            origin?.start = .longWait(wait % Bus.pingPeriod)
          }
          expected = nil
        }
        let outcome = bus.run(plan, engine: engine, levels: &levels)
        if pulse.isDue(bus) { pulse.tell(bus) }
        driver.complete(plan, part, outcome, bus: &bus)
      }
    } while driver.skipPause(&bus)
    pulse.tell(bus)
    if let error = driver.result.error { throw error }
    keep(Stretch(addition: mark.addition(driver, bus), wait: wait, next: nil), from: origin)
  }

  private mutating func keep(_ stretch: Stretch, from origin: Origin?) {
    guard let origin, stretches.count < 16 * Self.most else { return }
    stretches[origin] = stretch
  }
}

// MARK: - How the driver stands

extension TransferDriver {
  /// What the frames behind the data depend on, besides the bus.
  struct Standing: Hashable {
    var phase: Phase
    var commands: HostCommands
    var nextCommand: Int
    var waited: Int
    var clock: HostClock
    var hostStep: FramePart
    var valueRead: UInt8
    var isOpen: Bool
    var isPausing: Bool
    var followsPing: Bool
  }

  var standing: Standing {
    Standing(
      phase: phase, commands: commands, nextCommand: nextCommand, waited: waited, clock: clock,
      hostStep: hostStep,
      valueRead: valueRead, isOpen: isOpen, isPausing: isPausing, followsPing: followsPing)
  }

  /// Whether the latest frame, or the next, is a Ping that no step of the transfer asked for.
  var isPausing: Bool {
    if case .pause = step { true } else { false }
  }

  /// Whether nothing but closing commands and pauses is left.
  var isBehindData: Bool { phase == .closing || phase == .finished }

  /// Whether the next frame is a bank switch, or the first in which it waits.
  func isInFrontOfWait(_ bus: borrowing Bus) -> Bool {
    guard phase == .closing || phase == .opening, waited == 0, clock.framesLeft == 0 else { return false }
    guard commands[nextCommand].isBankSwitch else { return false }
    return !bus.manager.owesPing || followsPing
  }
}

// MARK: - Counting

extension FrameCounts {
  static func += (sum: inout FrameCounts, other: FrameCounts) {
    for part in FramePart.allCases { sum[part] = sum[part] &+ other[part] }
  }

  static func - (left: FrameCounts, right: FrameCounts) -> FrameCounts {
    var difference = FrameCounts()
    for part in FramePart.allCases { difference[part] = left[part] &- right[part] }
    return difference
  }
}
