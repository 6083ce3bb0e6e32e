/// What to write instead of a key or value.
enum Suggestion: Sendable {
  /// A key, which keeps the quotes it has.
  case key(String)
  /// A value.
  case value(String)

  /// A text as a value.
  static func string(_ text: String) -> Suggestion { .value(JSONValue.string(text).text(.compact)) }

  /// The text to write instead of what stands at an offset.
  func text(insteadOf offset: Int, in source: SourceText) -> String {
    guard case .key(let key) = self else {
      if case .value(let text) = self { return text }
      return ""
    }
    guard offset < source.bytes.count else { return key }
    switch source.bytes[offset] {
    case UInt8(ascii: "\""): return "\"\(key)\""
    case UInt8(ascii: "'"): return "'\(key)'"
    default: return key
    }
  }
}
