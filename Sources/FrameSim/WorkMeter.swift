internal import Synchronization

/// Counts the frames that simulations have clocked, for whoever shows how far they are.
///
/// Simulations tell it now and then, not with every frame, so that it costs nothing that can be measured; it is no
/// observer, and pauses are skipped beside it.
public final class WorkMeter: Sendable {
  private let clocked = Atomic<UInt64>(0)

  /// A meter at 0.
  public init() {}

  /// Frames clocked so far; those that were passed over in closed form are not among them.
  public var frames: UInt64 { clocked.load(ordering: .relaxed) }

  /// So many more were clocked.
  public func add(_ frames: UInt64) {
    clocked.wrappingAdd(frames, ordering: .relaxed)
  }
}

/// Tells a meter, every so many frames of one bus, how many it has clocked.
struct MeterPulse {
  private let meter: WorkMeter?
  /// Frames after which the meter hears of them: some ten milliseconds of the slower engine.
  private let stride: UInt64
  private var dueAt: UInt64
  private var told: UInt64

  /// From now on; without a meter it is never due.
  init(_ meter: WorkMeter?, _ bus: borrowing Bus) {
    self.meter = meter
    stride = UInt64(max(16, (1 << 18) / bus.shape.slots))
    dueAt = meter == nil ? .max : bus.frame + stride
    told = bus.statistics.clocked
  }

  /// Whether it is time to tell.
  @inline(__always)
  func isDue(_ bus: borrowing Bus) -> Bool { bus.frame >= dueAt }

  /// Tells what was clocked since the last time.
  mutating func tell(_ bus: borrowing Bus) {
    guard let meter else { return }
    meter.add(bus.statistics.clocked - told)
    told = bus.statistics.clocked
    dueAt = bus.frame + stride
  }
}
