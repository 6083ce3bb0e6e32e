import Scenario

extension Arguments {
  /// The number that an option was given, decimal or hexadecimal with `0x`, or nil if it was not given.
  ///
  /// Throws a usage failure that names the range if it is not a number in it.
  func integer(_ option: Option, in range: ClosedRange<Int>, hexadecimal: Bool = false) throws -> Int? {
    guard let text = self[option] else { return nil }
    if let value = parseInteger(text), range.contains(value) { return value }
    let bounds =
      hexadecimal
      ? "0x" + String(range.lowerBound, radix: 16, uppercase: true) + " to 0x"
        + String(range.upperBound, radix: 16, uppercase: true)
      : "\(range.lowerBound) to \(range.upperBound)"
    throw Failure.usage("\(option.name) is a whole number from \(bounds), not \(quote(text))")
  }
}

/// The whole number that a text spells, decimal or hexadecimal with `0x`; nil for anything else.
func parseInteger(_ text: String) -> Int? {
  let lower = text.lowercased()
  // `Int` alone would take a sign after the prefix.
  if lower.hasPrefix("0x") {
    let digits = lower.dropFirst(2)
    return digits.allSatisfy(\.isHexDigit) ? Int(digits, radix: 16) : nil
  }
  return lower.hasPrefix("+") ? nil : Int(lower)
}
