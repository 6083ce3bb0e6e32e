extension JSON5Reader {
  /// One of the words that are values.
  mutating func word() throws(JSON5Error) -> JSON5Value {
    let start = at
    let word = try identifier()
    // A word that is a value has no escapes (ECMAScript 5.1, 7.6).
    if bytes[start..<at].contains(UInt8(ascii: "\\")) {
      throw JSON5Error(
        offset: start, message: "the word \(excerpt(word)) is no value; write it without escapes")
    }
    // No word that is known is as long; a long text takes its time to compare.
    switch word.utf8.count > 16 ? "-" : word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity": return .number(.real(.infinity))
    case "NaN": return .number(.real(.nan))
    case "": throw error("a value belongs here, found \(here)")
    default: break
    }
    let hint: String
    var suggestion: String?
    switch word.utf8.count > 16 ? "-" : word.lowercased() {
    case "true", "yes", "on": (hint, suggestion) = ("write true", "true")
    case "false", "no", "off": (hint, suggestion) = ("write false", "false")
    case "null", "none", "nil", "undefined": hint = "leave the key out, or put the word in quotes"
    default:
      hint = "text needs quotes: \(quote(word))"
      if word.utf8.count <= 200, quote(word) == "\"\(word)\"" { suggestion = quote(word) }
    }
    throw JSON5Error(
      offset: start, message: "the word \(excerpt(word)) is no value; \(hint)", suggestion: suggestion)
  }

  /// An identifier name of ECMAScript 5.1, empty where none starts here.
  mutating func identifier() throws(JSON5Error) -> String {
    let start = at
    while Self.isPlain(peek) && !(at == start && peek < 0x3A && peek != UInt8(ascii: "$")) { at += 1 }
    guard peek == UInt8(ascii: "\\") || peek >= 0x80 else {
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    var text = String(decoding: bytes[start..<at], as: UTF8.self)
    while let next = scalar() {
      if next == "\\" {
        let escape = at
        guard peek(1) == UInt8(ascii: "u") else { throw error("a key can only hold escapes like \\u0041") }
        at += 2
        let escaped = try unicodeEscape(from: escape)
        guard Self.isPart(escaped, first: text.isEmpty) else {
          throw JSON5Error(offset: escape, message: "this escape is no letter; put the key in quotes")
        }
        text.unicodeScalars.append(escaped)
      } else if Self.isPart(next, first: text.isEmpty) {
        text.unicodeScalars.append(next)
        at += next.utf8.count
      } else {
        break
      }
    }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  private static func isPart(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    switch scalar {
    case "$", "_": return true
    case "\u{200C}", "\u{200D}": return !first
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
      return true
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation:
      return !first
    default:
      return false
    }
  }
}
