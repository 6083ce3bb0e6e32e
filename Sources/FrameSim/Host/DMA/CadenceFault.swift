/// What is wrong with a packet of a buffer of Cadence's interface.
public struct CadenceFault: Hashable, Sendable {
  /// The kinds of faults.
  public enum Kind: Hashable, Sendable {
    /// The first word has no start mark.
    case noStart
    /// The last word has no end mark.
    case noEnd
    /// Another packet counter than the packet before says, or than 1 in the first.
    case counter(expected: Int, actual: Int)
    /// Fewer words than its kind of packet has at least, or than its header says.
    case tooShort(expected: Int, actual: Int)
    /// More words than its header says.
    case tooLong(expected: Int, actual: Int)
    /// The header's byte count is the packet's but for bit 8, which a driver drops that has it in eight bits.
    case byteCountBit8(expected: Int, actual: Int)
    /// HeaderType 01 or 10.
    case reservedHeaderType(UInt8)
    /// An active header that asks for no byte.
    case noBytes
    /// The word after the header is not its CRC.
    case headerCRC(expected: UInt8, actual: UInt8)
    /// The word after the data is not their CRC.
    case dataCRC(expected: UInt8, actual: UInt8)
    /// A response with NAK: a Target found a CRC wrong.
    case nak(UInt8)
  }

  /// What is wrong.
  public let kind: Kind
  /// The word of the buffer, from 0.
  public let word: Int

  /// A fault at a word.
  public init(_ kind: Kind, word: Int) {
    self.kind = kind
    self.word = word
  }
}

extension CadenceFault: CustomStringConvertible {
  /// A sentence without its place.
  public var description: String {
    switch kind {
    case .noStart: "no start mark (bit 31)"
    case .noEnd: "no end mark (bit 30)"
    case .counter(let expected, let actual): "packet counter is \(actual), should be \(expected)"
    case .tooShort(let expected, let actual): "too few words: \(actual), should be \(expected)"
    case .tooLong(let expected, let actual): "too many words: \(actual), should be \(expected)"
    case .byteCountBit8(let expected, let actual):
      "header says \(actual) bytes, here are \(expected): bit 8 of NumBytes was dropped"
    case .reservedHeaderType(let type): "header type \(type) is reserved: Targets ignore such a block"
    case .noBytes: "header asks for no bytes"
    case .headerCRC(let expected, let actual):
      "header CRC is \(hexadecimal(actual)), should be \(hexadecimal(expected))"
    case .dataCRC(let expected, let actual):
      "data CRC is \(hexadecimal(actual)), should be \(hexadecimal(expected))"
    case .nak(let response): "response \(hexadecimal(response)) has NAK: a Target found a CRC wrong"
    }
  }

  /// A word for programs.
  public var name: String {
    switch kind {
    case .noStart: "noStart"
    case .noEnd: "noEnd"
    case .counter: "counter"
    case .tooShort: "tooShort"
    case .tooLong: "tooLong"
    case .byteCountBit8: "byteCountBit8"
    case .reservedHeaderType: "reservedHeaderType"
    case .noBytes: "noBytes"
    case .headerCRC: "headerCRC"
    case .dataCRC: "dataCRC"
    case .nak: "nak"
    }
  }
}

/// A number in hexadecimal with `0x` and capital digits, at least so many.
func hexadecimal(_ value: some BinaryInteger, digits: Int = 2) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
