extension JSON5Reader {
  /// Passes white space and comments.
  mutating func skipSpace() throws(JSON5Error) {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09...0x0D: at += 1
      case UInt8(ascii: "/"): try comment()
      case 0x80...:
        guard let scalar = scalar(), Self.isSpace(scalar) else { return }
        at += scalar.utf8.count
      default: return
      }
    }
  }

  private mutating func comment() throws(JSON5Error) {
    let opener = at
    switch peek(1) {
    case UInt8(ascii: "/"):
      while at < bytes.count && !isLineEnd { at += 1 }
    case UInt8(ascii: "*"):
      at += 2
      while !(peek == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
        if at >= bytes.count {
          throw JSON5Error(offset: opener, message: "this comment is not closed; */ is missing")
        }
        at += 1
      }
      at += 2
    default:
      throw error("a single '/' means nothing here; comments start with // or /*")
    }
  }

  /// Whether a line terminator of JSON5 starts here: LF, CR, U+2028, U+2029.
  var isLineEnd: Bool {
    switch peek {
    case 0x0A, 0x0D: true
    case 0xE2: peek(1) == 0x80 && (peek(2) == 0xA8 || peek(2) == 0xA9)
    default: false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0xFEFF, 0x2028, 0x2029: true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  /// The Unicode scalar that starts at the current place, or nil at the end.
  func scalar() -> Unicode.Scalar? {
    let lead = UInt32(peek)
    guard at < bytes.count else { return nil }
    func tail(_ index: Int) -> UInt32 { UInt32(peek(index) & 0x3F) }
    switch lead {
    case 0..<0x80: return Unicode.Scalar(lead)
    case 0xC0..<0xE0: return Unicode.Scalar((lead & 0x1F) << 6 | tail(1))
    case 0xE0..<0xF0: return Unicode.Scalar((lead & 0x0F) << 12 | tail(1) << 6 | tail(2))
    default: return Unicode.Scalar((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3))
    }
  }
}
