/// One word of a buffer of Cadence's SoundWire interface: 32 bits, little-endian in memory, which carry two bytes.
///
/// Bit 31 starts a packet, bit 30 ends it, bits 27 to 24 of a start are the packet counter, bits 15 to 8 the second byte,
/// bits 7 to 0 the first; the others carry nothing. Source: host reference 2.5.
public struct CadenceWord: RawRepresentable, Hashable, Sendable {
  /// Bytes of a word in memory.
  public static let byteCount = 4

  /// The word.
  public var rawValue: UInt32

  /// The word that a number spells.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A word of one or two bytes; `counter` is that of the packet which the word starts, of which four bits count.
  public init(_ first: UInt8, _ second: UInt8 = 0, startsPacket counter: Int? = nil, endsPacket: Bool = false)
  {
    var word = UInt32(second) << 8 | UInt32(first)
    if let counter { word |= 1 << 31 | UInt32(truncatingIfNeeded: counter & 0xF) << 24 }
    if endsPacket { word |= 1 << 30 }
    rawValue = word
  }

  /// Start of packet, bit 31.
  public var startsPacket: Bool { rawValue >> 31 & 1 == 1 }
  /// End of packet, bit 30.
  public var endsPacket: Bool { rawValue >> 30 & 1 == 1 }
  /// The packet counter, bits 27 to 24; it means something in a start only.
  public var counter: Int { Int(rawValue >> 24 & 0xF) }
  /// Bits 7 to 0: the byte that comes first.
  public var first: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  /// Bits 15 to 8: the byte that comes second.
  public var second: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }

  /// The word without the bits that carry nothing, which the driver leaves as they were (host reference 2.5).
  ///
  /// `holdsTwoBytes` is false where the second byte only fills the word up.
  public func meaningful(holdsTwoBytes: Bool) -> Self {
    var mask: UInt32 = 0xC000_00FF
    if holdsTwoBytes { mask |= 0xFF00 }
    if startsPacket { mask |= 0x0F00_0000 }
    return Self(rawValue: rawValue & mask)
  }

  /// The four bytes in the order of memory.
  public var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> (8 * $0)) } }
}

extension Array where Element == UInt8 {
  /// Adds the four bytes of a word.
  mutating func append(_ word: CadenceWord) {
    append(word.first)
    append(word.second)
    append(UInt8(truncatingIfNeeded: word.rawValue >> 16))
    append(UInt8(truncatingIfNeeded: word.rawValue >> 24))
  }
}

extension CadenceWord {
  /// The word whose four bytes start at an index of a buffer; bytes beyond its end read as 0.
  package init(_ buffer: [UInt8], at place: Int) {
    if place >= 0, place <= buffer.count - Self.byteCount {
      self.init(
        rawValue: UInt32(buffer[place]) | UInt32(buffer[place + 1]) << 8 | UInt32(buffer[place + 2]) << 16
          | UInt32(buffer[place + 3]) << 24)
      return
    }
    var word: UInt32 = 0
    for index in 0..<4 where buffer.indices.contains(place + index) {
      word |= UInt32(buffer[place + index]) << (8 * index)
    }
    self.init(rawValue: word)
  }
}
