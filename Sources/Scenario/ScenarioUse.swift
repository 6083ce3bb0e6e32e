/// What a scenario file is read for, and so what it must say.
public enum ScenarioUse: Hashable, Sendable {
  /// To run its transfers: it has `transfers`.
  case run
  /// To look for the break-even: it has `breakeven`.
  case breakeven
  /// To be looked at: it has one of the two.
  case check
}
