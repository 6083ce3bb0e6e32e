extension DocumentSchema {
  /// The document of `check --format json`: see `Diagnostic.document`.
  static var check: JSONValue {
    object([
      "schema": constant("simctl-check/1"), "tool": tool,
      "files": list(object(["file": text, "errors": count, "warnings": count])),
      "diagnostics": list(
        object([
          "file": text, "line": orNull(place), "column": orNull(place), "endColumn": orNull(place),
          "severity": words(["error", "warning"]), "path": text, "message": text, "suggestion": orNull(text),
        ])),
    ])
  }

  private static let place: JSONValue = ["type": "integer", "minimum": 1]
}
