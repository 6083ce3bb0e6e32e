/// File names as texts, and back.
///
/// The system's names are bytes, and need not be UTF-8. A byte that is no part of well-formed UTF-8 stands in a text as one
/// private-use scalar, U+10EF80 for 0x80 to U+10EFFF for 0xFF. A scalar of that range in a name is taken byte by byte, too, so
/// that every name has one text and comes back as it was.
package enum SystemPath {
  private static let base: UInt32 = 0x10EF00
  private static let range: ClosedRange<UInt32> = 0x10EF80...0x10EFFF

  /// The text of a name.
  package static func text(_ bytes: [UInt8]) -> String {
    // The range starts with this byte in UTF-8.
    if !bytes.contains(0xF4), let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var parser = UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var at = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return text
      case .valid(let encoded):
        let scalar = UTF8.decode(encoded)
        if range.contains(scalar.value) {
          append(bytes[at..<at + encoded.count])
        } else {
          text.unicodeScalars.append(scalar)
        }
        at += encoded.count
      case .error(let length):
        append(bytes[at..<at + length])
        at += length
      }
    }
    func append(_ bytes: ArraySlice<UInt8>) {
      for byte in bytes {
        if let scalar = Unicode.Scalar(base + UInt32(byte)) { text.unicodeScalars.append(scalar) }
      }
    }
  }

  /// The name that a text stands for.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.utf8.contains(0xF4) else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) { bytes.append(byte) } else { bytes += scalar.utf8 }
    }
    return bytes
  }

  /// The name with the NUL that the system wants at its end: for every call that takes a path.
  package static func system(_ text: String) -> [CChar] {
    bytes(text).map { CChar(bitPattern: $0) } + [0]
  }

  /// The folder of a name, with its slash; empty for the current one.
  package static func folder(of text: String) -> String {
    // Not by characters: a slash may be one with an accent that comes after it.
    text.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(text[...$0]) } ?? ""
  }

  /// The text without bytes that are no UTF-8: each is written as `\xFF`.
  package static func wellFormed(_ text: String) -> String {
    guard text.utf8.contains(0xF4) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) { result += escape(byte) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// The name for a message: bytes that are no UTF-8, and control characters, are escaped.
  package static func shown(_ text: String) -> String { excerpt(text, limit: .max) }

  /// The byte that a scalar stands for, or nil where it stands for itself.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    range.contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }

  /// A byte as messages write it.
  static func escape(_ byte: UInt8) -> String { "\\x" + hexadecimal(UInt64(byte), digits: 2) }
}
