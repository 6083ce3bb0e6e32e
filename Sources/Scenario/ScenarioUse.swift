/// What a scenario file is read for, and so what it must say.
public enum ScenarioUse: Hashable, Sendable {
  /// To run its transfers: it has `transfers`.
  case run
  /// To run the points of its sweep: it has `transfers` and `sweep`.
  case sweep
  /// To look for the break-even, at each point of its sweep if it has one: it has `breakeven`.
  case breakeven
  /// To be looked at: it has `transfers` or `breakeven`.
  case check
}
