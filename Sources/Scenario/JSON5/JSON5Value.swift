/// What a JSON5 text can hold.
package enum JSON5Value: Sendable {
  /// The word `null`.
  case null
  /// The words `true` and `false`.
  case bool(Bool)
  /// A number.
  case number(JSON5Number)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSON5Node])
  /// Keys with values, in the order of the text and without duplicates.
  case object([JSON5Member])

  /// What a person calls this kind of value.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// A key of an object with its value.
package struct JSON5Member: Sendable {
  /// The key, unescaped.
  package var key: String
  /// Where the key starts in the text.
  package var keyOffset: Int
  /// The value.
  package var node: JSON5Node
}

/// A number of a JSON5 text: exact where it is written as an integer of 64 bits.
package enum JSON5Number: Hashable, Sendable {
  /// An integer from 0 to 2^64 - 1, decimal or hexadecimal.
  case unsigned(UInt64)
  /// An integer from -2^63 to -1.
  case negative(Int64)
  /// Every other number, Infinity and NaN among them.
  case real(Double)

  /// The number as `Int` if it is one exactly, however it is written (`4.8e6` is 4800000).
  package var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .negative(let value): Int(exactly: value)
    case .real(let value): Int(exactly: value)
    }
  }

  /// The number as the nearest `Double`.
  package var double: Double {
    switch self {
    case .unsigned(let value): Double(value)
    case .negative(let value): Double(value)
    case .real(let value): value
    }
  }
}

extension JSON5Number: CustomStringConvertible {
  /// The number in decimal; whole numbers without a decimal point.
  package var description: String {
    switch self {
    case .unsigned(let value): "\(value)"
    case .negative(let value): "\(value)"
    case .real(let value) where value.isNaN: "NaN"
    case .real(let value) where value.isInfinite: value < 0 ? "-Infinity" : "Infinity"
    case .real(let value): integer.map { "\($0)" } ?? "\(value)"
    }
  }
}

/// Why a text is no JSON5, and where.
package struct JSON5Error: Error, Hashable, Sendable {
  /// The byte offset of the mistake.
  package var offset: Int
  /// What is wrong and what was probably meant.
  package var message: String
  /// The byte offset of the bracket, quote or comment opener that is not closed.
  package var opener: Int?
  /// What to write instead of the word at the offset, or nil.
  package var suggestion: String?

  /// An error at an offset.
  package init(offset: Int, message: String, opener: Int? = nil, suggestion: String? = nil) {
    self.offset = offset
    self.message = message
    self.opener = opener
    self.suggestion = suggestion
  }
}
