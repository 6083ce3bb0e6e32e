/// How much a command is about to do, known without running it.
///
/// Exact for runs and sweeps in which no transfer fails half-way and no interrupt asks for a Ping; for a break-even it is
/// about right. Sums are bounded, so that none overflows.
public struct WorkEstimate: Hashable, Sendable {
  /// Points of a sweep; 1 for a scenario as it stands.
  public var points = 0
  /// Start phases of the sync pulse that a break-even looks at, one by one; 0 where none is random.
  public var phases = 0
  /// Shorter transfers that a break-even ends on copies of the bus.
  public var branches = 0
  /// Frames on the bus.
  public var frames: UInt64 = 0
  /// Pings among them that the frame engine passes over where nobody watches.
  public var skipped: UInt64 = 0
  /// Data bytes of the transfers.
  public var bytes: UInt64 = 0
  /// Slots of the frames that are clocked one by one.
  public var clockedSlots: UInt64 = 0
  /// Whether it was worked out from some points only.
  public internal(set) var isSampled = false

  /// Nothing.
  public init() {}

  /// Frames that are clocked one by one.
  public var clocked: UInt64 { frames - min(frames, skipped) }

  /// The same work without passing over anything: in the slot engine, or where somebody watches.
  public func clockingEverything(slotsPerFrame: Int) -> WorkEstimate {
    var work = self
    work.clockedSlots = clamped(clockedSlots, skipped.multipliedReportingOverflow(by: UInt64(slotsPerFrame)))
    work.skipped = 0
    return work
  }

  /// Both together.
  public static func += (sum: inout WorkEstimate, other: WorkEstimate) {
    sum.points += other.points
    sum.phases += other.phases
    sum.branches += other.branches
    sum.frames = clamped(sum.frames, (other.frames, false))
    sum.skipped = clamped(sum.skipped, (other.skipped, false))
    sum.bytes = clamped(sum.bytes, (other.bytes, false))
    sum.clockedSlots = clamped(sum.clockedSlots, (other.clockedSlots, false))
  }

  /// The work of `count` points of which this is the work of some.
  func scaled(to count: Int) -> WorkEstimate {
    guard points > 0, count != points else { return self }
    let factor = Double(count) / Double(points)
    func scale(_ value: UInt64) -> UInt64 { UInt64(min(9e18, Double(value) * factor)) }
    var work = self
    work.isSampled = true
    work.points = count
    work.phases = Int(scale(UInt64(phases)))
    work.branches = Int(scale(UInt64(branches)))
    work.frames = scale(frames)
    work.skipped = scale(skipped)
    work.bytes = scale(bytes)
    work.clockedSlots = scale(clockedSlots)
    return work
  }
}

/// A sum that stays where numbers end.
private func clamped(_ value: UInt64, _ addend: (partialValue: UInt64, overflow: Bool)) -> UInt64 {
  let (sum, overflow) = value.addingReportingOverflow(addend.partialValue)
  return overflow || addend.overflow ? .max : sum
}

extension WorkEstimate: CustomStringConvertible {
  /// The line of `--dry-run`: `3 points, 41350 frames, 1048576 bytes`; with `about` in front of what was not counted.
  public var description: String {
    func count(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
      "\(number) \(number == 1 ? one : many)"
    }
    var parts = [count(points, "point", "points")]
    let about = isSampled ? "about " : ""
    if phases > 0 { parts.append(about + count(phases, "phase", "phases")) }
    if branches > 0 { parts.append(about + count(branches, "branch", "branches")) }
    parts.append(about + count(frames, "frame", "frames"))
    parts.append(about + count(bytes, "byte", "bytes"))
    return parts.joined(separator: ", ")
  }
}
