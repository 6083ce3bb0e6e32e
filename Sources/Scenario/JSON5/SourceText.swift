/// The bytes of a text file and its name, with the positions an editor shows.
///
/// Values keep byte offsets; lines and columns are worked out only for what is reported.
package struct SourceText: Sendable {
  /// The file's name as the user wrote it.
  package let name: String
  /// The bytes: valid UTF-8 without NUL.
  package let bytes: [UInt8]
  /// The offset of the first byte of text, after a byte order mark.
  package let start: Int

  /// A text from the bytes of a file; throws where they are no UTF-8 text.
  package init(name: String, bytes: [UInt8]) throws(JSON5Error) {
    self.name = name
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw JSON5Error(offset: 0, message: "the file is UTF-16; save it as UTF-8")
    }
    guard let offset = Self.firstBadByte(in: bytes) else { return }
    let byte = "0x" + hexadecimal(UInt64(bytes[offset]), digits: 2)
    let what = bytes[offset] == 0 ? "is no text" : "is no UTF-8"
    throw JSON5Error(
      offset: offset,
      message:
        "the byte \(byte) at offset \(offset) \(what); a scenario is a text file in UTF-8, not a binary file")
  }

  /// A text that nothing was checked about, to report positions in bytes that are no text.
  package init(unchecked bytes: [UInt8], name: String) {
    self.name = name
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The offset of the first byte that is NUL or not part of well-formed UTF-8 (Unicode, Table 3-7).
  private static func firstBadByte(in bytes: [UInt8]) -> Int? {
    var at = 0
    while at < bytes.count {
      let lead = bytes[at]
      if lead < 0x80 {
        if lead == 0 { return at }
        at += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return at
      }
      guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return at }
      for index in at + 2..<max(at + length, at + 2) where bytes[index] & 0xC0 != 0x80 { return at }
      at += length
    }
    return nil
  }
}

/// A place in a text: line and column, both from 1.
public struct SourcePosition: Hashable, Sendable {
  /// The line; LF, CR LF and a lone CR end one.
  public var line: Int
  /// The column in characters as an editor counts them (a tab, an umlaut, an emoji are one each).
  public var column: Int

  /// A place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension SourceText {
  /// The position of a byte offset.
  package func position(of offset: Int) -> SourcePosition {
    positions(of: [offset]).first ?? SourcePosition(line: 1, column: 1)
  }

  /// The positions of byte offsets in ascending order, in one pass over the text.
  package func positions(of offsets: [Int]) -> [SourcePosition] {
    var at = start
    var here = SourcePosition(line: 1, column: 1)
    return offsets.map { offset in
      let end = min(max(offset, at), bytes.count)
      var lineStart: Int?
      for index in at..<end
      where bytes[index] == 0x0A
        || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
      {
        here.line += 1
        lineStart = index + 1
      }
      if let lineStart {
        here.column = 1
        at = lineStart
      }
      here.column += characters(in: at..<end)
      at = end
      return here
    }
  }

  /// How many characters stand in a range of bytes, as columns count them.
  func characters(in range: Range<Int>) -> Int {
    let slice = bytes[range]
    if slice.allSatisfy({ $0 < 0x80 }) { return slice.count }
    return String(decoding: slice, as: UTF8.self).count
  }
}

/// A number as upper-case hexadecimal digits, at least so many.
package func hexadecimal(_ value: UInt64, digits: Int = 1) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
