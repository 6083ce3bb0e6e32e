/// The bytes of one record, read from its digits and checked; one value reads all records of a file.
struct FirmwareRecord {
  /// A record has at most so many bytes: those that its length byte can count, and some around them.
  static let byteLimit = 260
  /// The bytes that were read last.
  private(set) var bytes: [UInt8] = []
  /// The sum of the bytes that were read last, modulo 256.
  private(set) var sum: UInt8 = 0

  init() { bytes.reserveCapacity(Self.byteLimit) }

  /// Reads pairs of digits; the line starts at `start`.
  mutating func read(_ text: [UInt8], _ digits: Range<Int>, line start: Int) throws(FirmwareRecordMistake) {
    bytes.removeAll(keepingCapacity: true)
    sum = 0
    if digits.count > 2 * Self.byteLimit + 1 { throw .tooLong(characters: digits.upperBound - start) }
    var high: UInt8?
    for index in digits {
      guard let digit = hexadecimalDigit(text[index]) else {
        throw .notADigit(text[index], character: index - start + 1)
      }
      guard let first = high else {
        high = digit
        continue
      }
      let byte = first << 4 | digit
      bytes.append(byte)
      sum &+= byte
      high = nil
    }
    if high != nil { throw .oddDigits(digits.count) }
  }

  /// Bytes as a number, most significant first; at most four of them.
  func number(_ range: Range<Int>) -> UInt32 { bytes[range].reduce(0) { $0 << 8 | UInt32($1) } }
}

/// What is wrong with one record by itself; without text, since a bad file may hold millions of them.
enum FirmwareRecordMistake: Error {
  case wrongStart(UInt8, mark: String)
  case notADigit(UInt8, character: Int)
  case oddDigits(Int)
  case tooLong(characters: Int)
  case tooShort(Int, least: Int, parts: String)
  case length(said: Int, found: Int)
  case checksum(UInt8, wanted: UInt8)
  case other(String)

  /// What is wrong, and what was probably meant.
  var message: String {
    switch self {
    case .wrongStart(let byte, let mark):
      return byte == 0x20 || byte == 0x09
        ? "\(shown(byte)) stands before the record; a line starts with \"\(mark)\""
        : "\(shown(byte)) starts no record; a line starts with \"\(mark)\""
    case .notADigit(let byte, let character):
      let hint =
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "S"): "; is a line end missing?"
        case UInt8(ascii: "O"), UInt8(ascii: "o"): "; is it a zero?"
        case UInt8(ascii: "I"), UInt8(ascii: "l"): "; is it a one?"
        case 0x20, 0x09: "; there is none inside of a record, and nothing follows it"
        default: ""
        }
      return "character \(character), \(shown(byte)), is not a hexadecimal digit\(hint)"
    case .oddDigits(let count):
      return "the record has \(count) digits, and two make a byte: one is missing or too many"
    case .tooLong(let characters):
      return "the line has \(characters) characters, more than a record can have; is a line end missing?"
    case .tooShort(let count, let least, let parts):
      return "the record has \(plural(count, "byte")), and at least \(least): \(parts); is the line cut off?"
    case .length(let said, let found):
      let hint =
        found < said
        ? "; is the line cut off?" : "; is the length wrong, or was something put in?"
      return "the length is 0x\(hexadecimal(UInt64(said), digits: 2)), \(said), but \(plural(found, "byte")) "
        + "\(found == 1 ? "is" : "are") there\(hint)"
    case .checksum(let found, let wanted):
      return "the checksum is 0x\(hexadecimal(UInt64(found), digits: 2)), but the bytes before it make "
        + "0x\(hexadecimal(UInt64(wanted), digits: 2)); is a digit wrong?"
    case .other(let message):
      return message
    }
  }
}
