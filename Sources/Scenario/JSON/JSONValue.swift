/// A JSON value to be written: integers are exact, keys have no order of their own.
public enum JSONValue: Hashable, Sendable {
  /// The word `null`.
  case null
  /// The words `true` and `false`.
  case bool(Bool)
  /// An integer that fits 64 bits with sign.
  case integer(Int64)
  /// An integer from 2^63 to 2^64 - 1; smaller ones are `integer` (use `count`).
  case unsigned(UInt64)
  /// Any other number; written as the shortest text that reads back the same.
  case real(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Keys with values; written in the order of the keys' UTF-8 bytes.
  case object([String: JSONValue])

  /// An integer of any type; one beyond 64 bits is written as the nearest double.
  public static func count(_ value: some BinaryInteger) -> JSONValue {
    if let value = Int64(exactly: value) { return .integer(value) }
    if let value = UInt64(exactly: value) { return .unsigned(value) }
    return .real(Double(value))
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A double.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object; of a key that stands twice the last value holds.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}
