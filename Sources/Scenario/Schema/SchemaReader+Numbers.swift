extension SchemaReader {
  /// The whole number of a key, in the range that its schema says.
  mutating func integer(_ field: Field) -> Int? {
    guard let key = field.key, let range = key.type.integers else {
      preconditionFailure("\(field.path) is no whole number")
    }
    return integer(field, in: range, key.complaint, unit: key.unit == "hertz" ? .hertz : .plain)
  }

  /// The number of a key, in the range that its schema says.
  mutating func positiveReal(_ field: Field) -> Double? {
    guard let key = field.key, let range = key.type.reals else {
      preconditionFailure("\(field.path) is no number")
    }
    return real(field, in: range, key.complaint)
  }

  /// A whole number in a range.
  mutating func integer(
    _ field: Field, in range: ClosedRange<Int>, _ what: @autoclosure () -> String, unit: NumberUnit = .plain
  ) -> Int? {
    guard let number = number(field, "a whole number", { $0.integer.map(range.contains) ?? false }) else {
      return nil
    }
    if let value = number.integer {
      if range.contains(value) { return value }
      error(field, "\(value) is out of range; \(what())")
      return nil
    }
    if number.double.isFinite, number.double == number.double.rounded(.towardZero) {
      error(field, "\(number) is out of range; \(what())")
      return nil
    }
    if unit == .hertz, let hertz = wholeNumber(number.double * 1e6), range.contains(hertz) {
      error(
        field, suggestion: .value("\(hertz)"),
        "\(number) is not a whole number of hertz; \(number) MHz is written \(hertz)")
    } else {
      error(field, "\(number) is not a whole number; \(what())")
    }
    return nil
  }

  /// The 32-bit address of a key, written in hexadecimal in messages.
  mutating func address(_ field: Field) -> UInt32? {
    guard let key = field.key, let range = key.type.addresses else {
      preconditionFailure("\(field.path) is no address")
    }
    guard let number = number(field, "an address", { $0.integer.map(range.contains) ?? false }) else {
      return nil
    }
    var what: String { key.complaint }
    guard let value = number.integer else {
      error(field, "\(number) is no address; \(what)")
      return nil
    }
    if range.contains(value), let value = UInt32(exactly: value) { return value }
    error(field, "\(Scenario.address(value)) is out of range; \(what)")
    return nil
  }

  /// A finite number in a range of numbers that are not negative.
  private mutating func real(
    _ field: Field, in range: ClosedRange<Double>, _ what: @autoclosure () -> String
  ) -> Double? {
    guard let number = number(field, "a number", { range ~= $0.double }) else { return nil }
    let value = number.double
    if range ~= value { return value == 0 ? 0 : value }
    error(field, "\(number) is out of range; \(what())")
    return nil
  }

  /// A number that is neither Infinity nor NaN; `isGood` tells whether a hint may name a number.
  private mutating func number(
    _ field: Field, _ wanted: String, _ isGood: (JSON5Number) -> Bool
  ) -> JSON5Number? {
    guard case .number(let number) = field.node.value else {
      guard case .string(let text) = field.node.value, let meant = NumberMeant(by: text), isGood(meant.number)
      else {
        wrongKind(field, wanted: wanted)
        return nil
      }
      error(
        field, suggestion: .value(meant.text),
        "\(wanted) belongs here, not \(field.node.value.kind); \(meant.hint)")
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
