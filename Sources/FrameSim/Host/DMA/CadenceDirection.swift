internal import BRAEncoder

/// Which of the two buffers of a transfer.
public enum CadenceDirection: String, Hashable, Sendable, CaseIterable {
  /// PDI0: what the host sends.
  case transmit = "tx"
  /// PDI1: what comes back.
  case receive = "rx"

  /// What a buffer most probably is, by its first packets; transmit where nothing tells.
  ///
  /// A header with a right CRC is only found in what is sent. What comes back has two words for a write, and for a read data
  /// with a right CRC behind one byte.
  public static func guess(_ reader: CadenceBufferReader) -> Self {
    var votes = (transmit: 0, receive: 0)
    var packets = 0
    for part in reader {
      guard case .packet(let packet) = part else { continue }
      votes.transmit += transmitVote(packet)
      votes.receive += receiveVote(packet)
      packets += 1
      if packets == 16 { break }
    }
    return votes.receive > votes.transmit ? .receive : .transmit
  }

  private static func transmitVote(_ packet: CadencePacketView) -> Int {
    guard packet.wordCount >= 4 else { return 0 }
    let header = packet.stream(from: 0, count: 6)
    if packet[3].first == CRC8.checksum(header) { return 3 }
    return header.first.map { $0 >= 0xC0 } == true ? 1 : 0
  }

  private static func receiveVote(_ packet: CadencePacketView) -> Int {
    // Bits 7 and 6 of a response are never sent, and its word has no second byte.
    guard packet[0].first & 0xC0 == 0, packet[0].second == 0 else { return 0 }
    if packet.wordCount == 2 { return 2 }
    return packet.dataBytesOfRead().isRight ? 3 : packet.wordCount >= 4 ? 1 : 0
  }
}

/// How many data bytes a packet of PDI1 of a read has, told by their CRC.
struct CadenceReadLength {
  /// Data bytes.
  let count: Int
  /// Whether their CRC is right.
  let isRight: Bool
  /// Whether it is right with one byte more or less, too.
  let isAmbiguous: Bool
}

extension CadencePacketView {
  /// How many data bytes it has: a last word may hold one byte or two, and one CRC of 256 is right for both.
  ///
  /// Then the number is `likely` where that is one of the two, else the odd one if a zero fills the word up.
  func dataBytesOfRead(likely: Int? = nil) -> CadenceReadLength {
    let most = 2 * max(0, wordCount - 3)
    guard most > 0 else { return CadenceReadLength(count: 0, isRight: false, isAmbiguous: false) }
    let data = stream(from: 1, count: most)
    let crc = self[wordCount - 2].first
    let isEven = CRC8.checksum(data) == crc
    let isOdd = CRC8.checksum(data.dropLast()) == crc
    guard isEven, isOdd else {
      return CadenceReadLength(
        count: isOdd ? most - 1 : most, isRight: isEven || isOdd, isAmbiguous: false)
    }
    let odd = likely == most - 1 || likely != most && data.last == 0
    return CadenceReadLength(count: odd ? most - 1 : most, isRight: true, isAmbiguous: true)
  }
}
