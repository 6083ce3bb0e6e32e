extension Diagnostic {
  /// The message as an object of the document of `simctl check --format json`: everything of it but the line of the text.
  public var document: JSONValue {
    [
      "file": .string(SystemPath.shown(file)),
      "line": (position?.line ?? dataPlace?.line).map { .count($0) } ?? .null,
      "column": position.map { .count($0.column) } ?? .null,
      "endColumn": endColumn.map { .count($0) } ?? .null,
      "severity": .string(severity.rawValue),
      "path": .string(path),
      "message": .string(message),
      "suggestion": suggestion.map { .string($0) } ?? .null,
    ]
  }
}
