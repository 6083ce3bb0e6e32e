/// The units people write, in the plain units the scenario wants (hertz, bytes); kB and MB are left out,
/// since people mean two things by them.
private let factors: [String: Double] = [
  "hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9,
  "b": 1, "byte": 1, "bytes": 1, "kib": 1024, "mib": 1_048_576,
]

/// What a number with a unit is in plain units, as a hint: `4.8 MHz is 4800000`; nil for an unknown unit.
func unitHint(number: String, unit: String) -> String? {
  guard let factor = factors[unit.lowercased()], let value = Double(number),
    let whole = wholeNumber(value * factor)
  else { return nil }
  return "numbers have no unit here: \(number) \(unit) is written \(whole)"
}

/// What was meant by a string where a number is wanted, as a hint; nil if it holds no number.
func numberHint(forString text: String) -> String? {
  let text = trimmed(text)
  guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
  let plain = text.filter { $0 != "_" }
  let digits = plain.lowercased().hasPrefix("0x") ? plain.dropFirst(2) : plain[...]
  let radix = digits.count == plain.count ? 10 : 16
  if !digits.isEmpty, let value = UInt64(digits, radix: radix) {
    return "write it without quotes: " + (radix == 16 ? "0x" + digits : "\(value)")
  }
  if Double(plain) != nil { return "write it without quotes" }
  let number = plain.prefix { "0123456789.+-".contains($0) }
  return unitHint(number: String(number), unit: trimmed(String(plain.dropFirst(number.count))))
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
