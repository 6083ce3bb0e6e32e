internal import Scenario

/// One measured number.
struct Figure: Equatable, Sendable {
  /// What was measured, for example `bra-write-64x16/frame-ratio`.
  var name: String
  var unit: String
  var value: Double
  /// How it was measured.
  var extra: String

  init(_ name: String, _ value: Double, _ unit: String, _ extra: String = "") {
    self.name = name
    self.unit = unit
    self.value = value
    self.extra = extra
  }

  /// Figures as a JSON array.
  static func json(_ figures: [Figure]) -> String {
    let elements: [JSONValue] = figures.map {
      [
        "name": .string($0.name), "unit": .string($0.unit), "value": .real($0.value),
        "extra": .string($0.extra),
      ]
    }
    return JSONValue.array(elements).text() + "\n"
  }
}
