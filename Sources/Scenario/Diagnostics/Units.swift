/// The units people write, in the plain units the scenario wants (hertz, bytes); kB and MB are left out,
/// since people mean two things by them.
private let factors: [String: Double] = [
  "hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9,
  "b": 1, "byte": 1, "bytes": 1, "kib": 1024, "mib": 1_048_576,
]

/// What a number with a unit is in plain units; nil for an unknown unit.
private func plainNumber(_ number: String, unit: String) -> Int? {
  guard let factor = factors[unit.lowercased()], let value = Double(number) else { return nil }
  return wholeNumber(value * factor)
}

/// What a number with a unit is in plain units, as a hint: `4.8 MHz is 4800000`; nil for an unknown unit.
func unitHint(number: String, unit: String) -> String? {
  plainNumber(number, unit: unit).map { "numbers have no unit here: \(number) \(unit) is written \($0)" }
}

/// The number that was meant by a string where a number is wanted.
struct NumberMeant {
  /// The number.
  let number: JSON5Number
  /// How it is written.
  let text: String
  /// What to say.
  let hint: String

  /// Nil where the string holds no number.
  init?(by text: String) {
    let text = trimmed(text)
    guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
    let plain = text.filter { $0 != "_" }
    let digits = plain.lowercased().hasPrefix("0x") ? plain.dropFirst(2) : plain[...]
    let radix = digits.count == plain.count ? 10 : 16
    if !digits.isEmpty, let value = UInt64(digits, radix: radix) {
      self.text = radix == 16 ? "0x" + digits : "\(value)"
      number = .unsigned(value)
      hint = "write it without quotes: " + self.text
      return
    }
    if let value = Double(plain) {
      number = .real(value)
      self.text = number.description
      hint = "write it without quotes"
      return
    }
    let figures = plain.prefix { "0123456789.+-".contains($0) }
    let unit = trimmed(String(plain.dropFirst(figures.count)))
    guard let value = plainNumber(String(figures), unit: unit),
      let hint = unitHint(number: String(figures), unit: unit)
    else { return nil }
    number = value < 0 ? .negative(Int64(value)) : .unsigned(UInt64(value))
    self.text = "\(value)"
    self.hint = hint
  }
}

/// A value as a whole number if it is one but for rounding.
func wholeNumber(_ value: Double) -> Int? {
  let rounded = value.rounded()
  guard abs(value - rounded) <= abs(rounded) * 1e-12 else { return nil }
  return Int(exactly: rounded)
}

private func trimmed(_ text: String) -> String {
  let front = text.drop(while: \.isWhitespace)
  return String(front.reversed().drop(while: \.isWhitespace).reversed())
}
