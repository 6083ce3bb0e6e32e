import Scenario

/// The bytes of a text in hexadecimal.
///
/// Between bytes there may be spaces, line ends, commas, colons, semicolons, dashes and underscores, and every group may
/// start with `0x`. Throws a usage failure that says what is not hexadecimal.
func parseHex(_ text: String, _ what: String) throws -> [UInt8] {
  var bytes: [UInt8] = []
  let groups = text.unicodeScalars.split { $0.properties.isWhitespace || ",:;-_".unicodeScalars.contains($0) }
  for group in groups {
    var digits = Substring(group)
    let isPrefixed = digits.lowercased().hasPrefix("0x")
    if isPrefixed { digits = digits.dropFirst(2) }
    if let wrong = digits.first(where: { !$0.isASCII || !$0.isHexDigit }) {
      throw Failure.usage(
        "\(what): \(quote(String(wrong))) in \(quote(String(group))) is not a hexadecimal digit")
    }
    guard !digits.isEmpty else { throw Failure.usage("\(what): no digits after \(quote(String(group)))") }
    // `0x8` is a byte, but a bare odd group has lost a digit.
    if isPrefixed, digits.count == 1 { digits = "0" + digits }
    guard digits.count.isMultiple(of: 2) else {
      throw Failure.usage(
        "\(what): \(quote(String(group))) has an odd number of digits, \(digits.count); a byte has two")
    }
    while !digits.isEmpty {
      bytes.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
      digits = digits.dropFirst(2)
    }
  }
  return bytes
}

/// Bytes in hexadecimal, two digits each.
func hex(_ bytes: some Sequence<UInt8>, separator: String = " ") -> String {
  bytes.map { hex($0, digits: 2) }.joined(separator: separator)
}

/// A number in hexadecimal, with at least so many digits and no prefix.
func hex(_ value: some BinaryInteger, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
