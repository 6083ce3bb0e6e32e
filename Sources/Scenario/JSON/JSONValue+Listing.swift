extension JSONValue {
  /// Writes an object with a list in one of its keys that is made element by element: the text is what `text` would give of all of
  /// it, with a line end after it.
  ///
  /// The key holds an empty list, and is the only one of that name with one.
  package func write(
    listing elements: some Sequence<JSONValue>, at key: String, _ write: (String) throws -> Void
  ) throws {
    let rest = try Self.write(elements, at: key, in: text()[...], write)
    try write(rest + "\n")
  }

  /// Writes an object with two such lists, of which the first has the key that comes first.
  package func write(
    listing elements: some Sequence<JSONValue>, at key: String,
    then others: some Sequence<JSONValue>, at secondKey: String, _ write: (String) throws -> Void
  ) throws {
    let behind = try Self.write(elements, at: key, in: text()[...], write)
    let rest = try Self.write(others, at: secondKey, in: behind, write)
    try write(rest + "\n")
  }

  /// Writes a text up to a list and the list, and gives what is behind it.
  private static func write(
    _ elements: some Sequence<JSONValue>, at key: String, in text: Substring, _ write: (String) throws -> Void
  ) throws -> Substring {
    let place = "\"\(key)\": []"
    var iterator = elements.makeIterator()
    guard let first = iterator.next(), let range = text.firstRange(of: place) else { return text }
    try write(text[..<range.lowerBound] + "\"\(key)\": [")
    var element: JSONValue? = first
    var separator = "\n    "
    while let value = element {
      try write(separator + value.text().replacing("\n", with: "\n    "))
      separator = ",\n    "
      element = iterator.next()
    }
    try write("\n  ]")
    return text[range.upperBound...]
  }
}
