public import FrameSim

/// What bounds a run, and who is told how far it is; neither changes a result.
public struct RunSettings: Sendable {
  /// Bytes of simulated memory that a run may hold, in whole pages; several at once share it.
  public var memoryLimit: Int
  /// Is told now and then how many frames were clocked, or nil.
  public var meter: WorkMeter?

  /// What a run may hold where nobody says otherwise: 1 GiB.
  public static let defaultMemoryLimit = 1 << 30

  /// Bounds; by default 1 GiB.
  public init(memoryLimit: Int = defaultMemoryLimit, meter: WorkMeter? = nil) {
    self.memoryLimit = memoryLimit
    self.meter = meter
  }
}
