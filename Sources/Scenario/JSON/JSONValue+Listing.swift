extension JSONValue {
  /// Writes an object with a list in one of its keys that is made element by element: the text is what `text` would give of all of
  /// it, with a line end after it.
  ///
  /// The key holds an empty list, and is the only one of that name with one.
  package func write(
    listing elements: some Sequence<JSONValue>, at key: String, _ write: (String) throws -> Void
  ) throws {
    let text = text()
    let place = "\"\(key)\": []"
    var iterator = elements.makeIterator()
    guard let first = iterator.next(), let range = text.firstRange(of: place) else {
      return try write(text + "\n")
    }
    try write(text[..<range.lowerBound] + "\"\(key)\": [")
    var element: JSONValue? = first
    var separator = "\n    "
    while let value = element {
      try write(separator + value.text().replacing("\n", with: "\n    "))
      separator = ",\n    "
      element = iterator.next()
    }
    try write("\n  ]" + text[range.upperBound...] + "\n")
  }
}
