import Scenario

/// What the digits of a dump are.
enum DumpForm: String, CaseIterable {
  /// No text: the bytes themselves.
  case binary = "bin"
  /// 32-bit words, each printed as a number.
  case words
  /// Bytes, in the order of memory.
  case bytes
  /// 16-bit halves of words, each printed as a number.
  case halves

  /// Bytes that a group of digits stands for, least significant first; nil where it has a number of digits that this form has
  /// not.
  ///
  /// A word has eight digits, or fewer after `0x`; sixteen are two words, as debuggers print them.
  func bytes(of group: DumpGroup) -> [UInt8]? {
    let count = group.count
    switch self {
    case .binary: return nil
    case .bytes: return pairs(group)
    case .halves: return count == 4 || group.isPrefixed && count < 4 ? number(group, bytes: 2) : nil
    case .words:
      if count > 8 { return count == 16 || group.isPrefixed && count < 16 ? number(group, bytes: 8) : nil }
      return count == 8 || group.isPrefixed ? number(group, bytes: 4) : nil
    }
  }

  /// What one group should have, for messages.
  var rule: String {
    switch self {
    case .binary: "no digits"
    case .bytes: "a byte has two digits"
    case .halves: "a half word has four digits"
    case .words: "a word has eight digits"
    }
  }

  private func pairs(_ group: DumpGroup) -> [UInt8]? {
    if group.isPrefixed, group.count == 1 { return [UInt8(truncatingIfNeeded: group.value)] }
    guard group.count.isMultiple(of: 2) else { return nil }
    return stride(from: group.digits.startIndex, to: group.digits.endIndex, by: 2).map {
      (DumpGroup.digit(group.digits[$0]) ?? 0) << 4 | (DumpGroup.digit(group.digits[$0 + 1]) ?? 0)
    }
  }

  private func number(_ group: DumpGroup, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: group.value >> UInt64(8 * $0)) }
  }
}

/// Some hexadecimal digits of a line of a dump that belong together.
struct DumpGroup {
  /// The digits as they stand there.
  let digits: ArraySlice<UInt8>
  /// Whether `0x` stands before them.
  let isPrefixed: Bool

  /// How many digits.
  var count: Int { digits.count }
  /// Where in the line they start, `0x` included.
  var start: Int { digits.startIndex - (isPrefixed ? 2 : 0) }
  /// The number that they spell, of more than 16 the last ones.
  var value: UInt64 { digits.reduce(0) { $0 << 4 | UInt64(Self.digit($1) ?? 0) } }
  /// As they stand there, for messages.
  var text: String { (isPrefixed ? "0x" : "") + String(decoding: digits.prefix(40), as: UTF8.self) }

  /// The value of a digit, or nil.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
