/// What a scenario, a transfer or a Peripheral can be called.
enum ScenarioName {
  /// Whether a text can be a name: 1 to 200 characters that can be printed in one line.
  static func allows(_ text: String) -> Bool {
    ScenarioLimits.nameLength.contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(allows)
  }

  /// Whether a name can hold a character.
  static func allows(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
