/// Which engine runs a scenario.
public enum EngineChoice: String, Hashable, Sendable, CaseIterable {
  /// The fast one.
  case frame
  /// The reference.
  case slot
  /// Both, frame by frame, every level and outcome compared.
  case both
}
