extension SourceText {
  /// A text within which the end of an object or list is looked for.
  private static let reach = 1 << 16

  /// The bytes of the key or value that starts at an offset, as far as they stand in its line.
  ///
  /// An object or list that goes on in other lines is marked by its bracket only.
  func markedRange(at offset: Int) -> Range<Int> {
    guard offset < bytes.count else { return bytes.count..<bytes.count }
    switch bytes[offset] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return offset..<endOfString(offset)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return offset..<(endOfBrackets(offset) ?? offset + 1)
    default:
      let end = endOfWord(offset)
      return end > offset ? offset..<end : markedCharacter(at: offset)
    }
  }

  /// The bytes of the character at an offset, none at the end of the text or of a line.
  func markedCharacter(at offset: Int) -> Range<Int> {
    guard offset < bytes.count, !isLineEnd(offset) else { return offset..<offset }
    var end = offset + 1
    while end < bytes.count, end - offset < 4, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return offset..<end
  }

  private func isLineEnd(_ offset: Int) -> Bool { bytes[offset] == 0x0A || bytes[offset] == 0x0D }

  /// The end of a string, or of the line where it goes on in the next.
  private func endOfString(_ offset: Int) -> Int {
    var at = offset + 1
    while at < bytes.count, !isLineEnd(at) {
      if bytes[at] == bytes[offset] { return at + 1 }
      let isEscape = bytes[at] == UInt8(ascii: "\\") && at + 1 < bytes.count && !isLineEnd(at + 1)
      at += isEscape ? 2 : 1
    }
    return at
  }

  /// The end of an object or list that is closed in the line it starts in.
  private func endOfBrackets(_ offset: Int) -> Int? {
    var depth = 0
    var at = offset
    while at < bytes.count, at - offset < Self.reach, !isLineEnd(at) {
      switch bytes[at] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        at = endOfString(at)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "/"):
        guard let end = endOfComment(at) else { return nil }
        at = end
        continue
      default: break
      }
      at += 1
      if depth == 0 { return at }
    }
    return nil
  }

  /// The end of a comment within its line.
  private func endOfComment(_ offset: Int) -> Int? {
    guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "*") else { return nil }
    var at = offset + 2
    while at + 1 < bytes.count, at - offset < Self.reach, !isLineEnd(at) {
      if bytes[at] == UInt8(ascii: "*"), bytes[at + 1] == UInt8(ascii: "/") { return at + 2 }
      at += 1
    }
    return nil
  }

  /// The end of a key without quotes, a number or a word.
  private func endOfWord(_ offset: Int) -> Int {
    var at = offset
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "+"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "\\"):
        at += 1
      case 0x80...:
        let character = markedCharacter(at: at)
        let isSpace = String(decoding: bytes[character], as: UTF8.self).unicodeScalars.contains {
          $0.properties.isWhitespace || $0 == "\u{FEFF}"
        }
        if isSpace { return at }
        at = character.upperBound
      default: return at
      }
    }
    return at
  }
}
