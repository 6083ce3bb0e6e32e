extension SchemaReader {
  /// A whole number in a range.
  mutating func integer(
    _ field: Field, in range: ClosedRange<Int>, _ what: String, unit: NumberUnit = .plain
  ) -> Int? {
    guard let number = number(field, "a whole number") else { return nil }
    if let value = number.integer {
      if range.contains(value) { return value }
      error(field, "\(value) is out of range; \(what)")
      return nil
    }
    if number.double.isFinite, number.double == number.double.rounded(.towardZero) {
      error(field, "\(number) is out of range; \(what)")
      return nil
    }
    if unit == .hertz, let hertz = wholeNumber(number.double * 1e6), range.contains(hertz) {
      error(field, "\(number) is not a whole number of hertz; \(number) MHz is written \(hertz)")
    } else {
      error(field, "\(number) is not a whole number; \(what)")
    }
    return nil
  }

  /// A whole number whose range is that of 32-bit addresses, written in hexadecimal in messages.
  mutating func address(_ field: Field, from first: Int) -> UInt32? {
    guard let number = number(field, "an address") else { return nil }
    let what = "addresses are whole numbers from \(Scenario.address(first)) to 0xFFFFFFFF"
    guard let value = number.integer else {
      error(field, "\(number) is no address; \(what)")
      return nil
    }
    if value >= first, let value = UInt32(exactly: value) { return value }
    error(field, "\(Scenario.address(value)) is out of range; \(what)")
    return nil
  }

  /// A finite number that is not negative.
  mutating func positiveReal(_ field: Field, upTo limit: Double, _ what: String) -> Double? {
    guard let number = number(field, "a number") else { return nil }
    let value = number.double
    if value >= 0, value <= limit { return value == 0 ? 0 : value }
    error(field, "\(number) is out of range; \(what)")
    return nil
  }

  /// A number that is neither Infinity nor NaN.
  private mutating func number(_ field: Field, _ wanted: String) -> JSON5Number? {
    guard case .number(let number) = field.node.value else {
      var hint: String?
      if case .null = field.node.value { hint = "leave the key out for its default" }
      if case .string(let text) = field.node.value { hint = numberHint(forString: text) }
      error(
        field,
        "\(wanted) belongs here, not \(field.node.value.kind)" + (hint.map { "; \($0)" } ?? ""))
      return nil
    }
    switch number {
    case .real(let value) where value.isNaN:
      error(field, "NaN is no value here; \(wanted) belongs here")
    case .real(let value) where value.isInfinite:
      error(field, "the number is infinite or too large; \(wanted) belongs here")
    default:
      return number
    }
    return nil
  }
}
