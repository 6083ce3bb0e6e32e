internal import Foundation

/// A ratio that is not as good as it must be.
struct Shortfall: Equatable, CustomStringConvertible {
  let description: String

  private init(_ what: String, _ measured: Double, _ wanted: String, _ bound: Double) {
    description = "\(what): measured \(String(format: "%.3f", measured)), wanted \(wanted) \(bound)"
  }

  /// None, or one where a value is below its floor. A value that is no number is below any.
  static func below(_ floor: Double, _ value: Double, _ what: String) -> [Shortfall] {
    value >= floor ? [] : [Shortfall(what, value, "at least", floor)]
  }

  /// None, or one where a value is above its ceiling.
  static func above(_ ceiling: Double, _ value: Double, _ what: String) -> [Shortfall] {
    value <= ceiling ? [] : [Shortfall(what, value, "at most", ceiling)]
  }
}
