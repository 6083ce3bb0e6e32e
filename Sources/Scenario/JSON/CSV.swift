/// Lines of comma-separated values (RFC 4180). No value has a line end in it, so a line is a row.
enum CSV {
  /// A row, without line end.
  static func line(_ cells: [JSONValue]) -> String { cells.map(cell).joined(separator: ",") }

  /// A value: texts as they are, no value as nothing, lists and objects as JSON on one line.
  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): isPlain(text) ? quoted(text) : quoted(value.text(.compact))
    case .array, .object: quoted(value.text(.compact))
    default: value.text(.compact)
    }
  }

  /// Texts with line ends or other control characters are written as JSON strings.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
      return text
    }
    // By bytes: with a combining mark after it, it is another character.
    let mark = UInt8(ascii: "\"")
    let doubled = text.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
    return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
  }
}
