/// What a value of a scenario can be.
package indirect enum SchemaType: Sendable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A whole number in a range that people write in hexadecimal.
  case address(ClosedRange<Int>)
  /// One of these whole numbers.
  case oneOf([Int])
  /// A number in a range.
  case real(ClosedRange<Double>)
  /// A name: 1 to 200 characters.
  case name
  /// A text that is not empty, with a regular expression that it matches.
  case text(pattern: String? = nil)
  /// One of these words.
  case words([String])
  /// This value and no other.
  case constant(JSONValue)
  /// True or false.
  case flag
  /// An object with these keys.
  case object(ObjectSchema)
  /// A list of so many elements.
  case list(SchemaType, ClosedRange<Int>)
  /// Any of these.
  case any([SchemaType])
  /// The axes of a sweep: key paths with their values.
  case axes

  /// The object among its forms, or nil.
  var object: ObjectSchema? {
    switch self {
    case .object(let schema): schema
    case .any(let types): types.lazy.compactMap(\.object).first
    default: nil
    }
  }

  /// The elements of the list among its forms, or nil.
  var element: SchemaType? {
    switch self {
    case .list(let element, _): element
    case .any(let types): types.lazy.compactMap(\.element).first
    default: nil
    }
  }

  /// The range of the whole number among its forms, or nil.
  var integers: ClosedRange<Int>? {
    switch self {
    case .integer(let range), .address(let range): range
    case .any(let types): types.lazy.compactMap(\.integers).first
    default: nil
    }
  }

  /// The range of the address among its forms, or nil.
  var addresses: ClosedRange<Int>? {
    switch self {
    case .address(let range): range
    case .any(let types): types.lazy.compactMap(\.addresses).first
    default: nil
    }
  }

  /// The range of the number among its forms, or nil.
  var reals: ClosedRange<Double>? {
    if case .real(let range) = self { range } else { nil }
  }

  /// The words of an enumeration.
  static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> SchemaType
  where Word.RawValue == String {
    .words(type.allCases.map(\.rawValue))
  }
}
