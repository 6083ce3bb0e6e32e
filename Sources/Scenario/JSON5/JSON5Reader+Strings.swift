extension JSON5Reader {
  /// A string in single or double quotes.
  mutating func string() throws(JSON5Error) -> String {
    let opener = at
    let quote = peek
    at += 1
    var run = at
    var text: [UInt8] = []
    while true {
      switch peek {
      case quote:
        let plain = bytes[run..<at]
        at += 1
        if text.isEmpty { return String(decoding: plain, as: UTF8.self) }
        text += plain
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[run..<at]
        try escape(into: &text)
        run = at
      case 0x0A, 0x0D, 0:
        let end = at == bytes.count ? "file" : "line"
        throw JSON5Error(
          offset: opener, message: "this string is not closed before the end of the \(end)")
      default:
        at += 1
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSON5Error) {
    let start = at
    at += 1
    let byte = peek
    switch byte {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "0"):
      guard !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek(1)) else {
        throw JSON5Error(offset: start, message: "octal escapes are not JSON5; write \\x and two digits")
      }
      text.append(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      throw JSON5Error(offset: start, message: "octal escapes are not JSON5; write \\x and two digits")
    case UInt8(ascii: "x"):
      at += 1
      text += try utf8(of: hexadecimalDigits(2, from: start), from: start)
      return
    case UInt8(ascii: "u"):
      at += 1
      text += Array(String(try unicodeEscape(from: start)).utf8)
      return
    case 0x0D:  // A line continuation stands for nothing.
      at += peek(1) == 0x0A ? 2 : 1
      return
    case 0 where at == bytes.count:
      return  // The caller reports the string that is not closed.
    default:
      if isLineEnd {
        at += byte == 0xE2 ? 3 : 1
        return
      }
      // Any other character stands for itself; what follows its first byte is read as plain text.
      text.append(byte)
    }
    at += 1
  }

  /// The scalar of `\uXXXX` or of a surrogate pair of two; the place is after the first `u`.
  mutating func unicodeEscape(from start: Int) throws(JSON5Error) -> Unicode.Scalar {
    let first = try hexadecimalDigits(4, from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, peek == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
      at += 2
      let second = try hexadecimalDigits(4, from: start)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw JSON5Error(offset: start, message: "this escape is one half of a surrogate pair")
  }

  private func utf8(of value: UInt32, from start: Int) throws(JSON5Error) -> [UInt8] {
    guard let scalar = Unicode.Scalar(value) else {
      throw JSON5Error(offset: start, message: "this escape is no character")
    }
    return Array(String(scalar).utf8)
  }

  private mutating func hexadecimalDigits(_ count: Int, from start: Int) throws(JSON5Error) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = hexadecimalDigit(peek) else {
        throw JSON5Error(offset: start, message: "this escape needs \(count) hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}

/// The value of a hexadecimal digit in ASCII.
package func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
