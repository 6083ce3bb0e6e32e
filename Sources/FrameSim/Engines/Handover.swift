/// Why the frame engine gave a frame to the slot engine.
public enum Handover: String, Hashable, Sendable, CaseIterable {
  /// The line is disturbed in this frame.
  case lineFlips
  /// Some device is out of step with the Manager: another shape, another slot, another dynamic sync.
  case outOfStep
  /// DP0 of some device reaches into Column 0.
  case payloadInColumn0
  /// A block goes out while the DP0s of the bus are programmed differently.
  case portsDiffer
  /// The block is longer than the frame's payload.
  case blockCutOff
  /// Several Targets send the data of one read.
  case severalReaders
  /// A Read in Column 0 of a byte that a block of the same frame writes, or of an interrupt that it may raise: which comes
  /// first depends on the slot.
  case readBesideBlock
  /// A block over registers: what it reads or clears may change in the same frame, and which comes first depends on
  /// the slot.
  case registersInBlock
}

/// How many frames an engine ran.
public struct EngineStatistics: Hashable, Sendable {
  /// All frames.
  public internal(set) var frames: UInt64 = 0
  /// Frames that the frame engine gave to the slot engine, by reason.
  public internal(set) var handedOver: [Handover: UInt64] = [:]
  /// Pings among all frames that the frame engine passed over in closed form.
  public internal(set) var skipped: UInt64 = 0

  /// Frames that were clocked, one after the other.
  public var clocked: UInt64 { frames &- skipped }

  /// Nothing yet.
  public init() {}
}
