/// A file of records as lines: LF, CR LF and CR end one, blanks at its end do not count, and lines without anything are skipped.
struct FirmwareText {
  /// A line that is not blank.
  struct Line {
    /// Its number, from 1.
    var number: Int
    /// Its bytes, without the blanks and the line end behind it.
    var range: Range<Int>
  }

  /// The file.
  let bytes: [UInt8]
  /// Whether it starts with a byte order mark, which is skipped.
  let hasByteOrderMark: Bool
  private var at: Int
  private var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    at = hasByteOrderMark ? 3 : 0
  }

  /// The next line that is not blank.
  mutating func next() -> Line? {
    while at < bytes.count {
      let start = at
      while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
      var end = at
      while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      if at + 1 < bytes.count, bytes[at] == 0x0D, bytes[at + 1] == 0x0A { at += 1 }
      at += 1
      number += 1
      if end > start { return Line(number: number, range: start..<end) }
    }
    return nil
  }

  /// Throws if the file is not of a format whose records start with a mark, and says of which it is.
  func check(mark: UInt8, format: String, example: String) throws(FirmwareError) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw FirmwareError(.line(1), "the file is UTF-16; \(format) is plain ASCII text")
    }
    var lines = self
    guard let line = lines.next() else {
      throw FirmwareError(.line(1), "the file is empty; \(format) has lines such as \(example)")
    }
    let text = bytes[line.range]
    guard let first = text.first, first != mark, !(first == UInt8(ascii: "s") && mark == UInt8(ascii: "S"))
    else { return }
    let reason: String? =
      if text.starts(with: [0x7F, 0x45, 0x4C, 0x46]) {
        "this is an ELF file; objcopy makes \(format) of it"
      } else if text.starts(with: Array("SWFT".utf8)) {
        "this is a table of software files; did you mean \"swft\"?"
      } else if first == UInt8(ascii: ":") {
        "this is an Intel HEX file; did you mean \"intelHex\"?"
      } else if first == UInt8(ascii: "S"), text.count > 1, text[text.startIndex + 1] &- 0x30 < 10 {
        "this is a file of S-records; did you mean \"srec\"?"
      } else if let byte = bytes.prefix(1024).first(where: Self.isControl) {
        "\(shown(byte)) is no text, so this is a binary file; \(format) has lines such as \(example)"
      } else {
        nil
      }
    if let reason { throw FirmwareError(.line(line.number), reason) }
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte == 0x7F || (byte < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains(byte))
  }
}

/// A byte of a text as messages show it.
func shown(_ byte: UInt8) -> String {
  switch byte {
  case 0x09: "a tab"
  case 0x20: "a blank"
  case 0x22: "'\"'"
  case 0x21...0x7E: "\"\(Unicode.Scalar(byte))\""
  default: "byte 0x" + hexadecimal(UInt64(byte), digits: 2)
  }
}
