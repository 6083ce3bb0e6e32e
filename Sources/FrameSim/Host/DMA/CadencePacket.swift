public import BRAEncoder

/// What one frame puts into a buffer of Cadence's interface: parts that each start a word, between a start and an end mark.
///
/// Source: host reference 2.5, the table of packets.
public struct CadencePacket: Hashable, Sendable {
  /// The packet counter; four bits of it stand in the first word. 1 is the first frame of a transfer.
  public var counter: Int
  /// The parts in order: header, CRCs, data, responses; none of them empty.
  public private(set) var parts: [ArraySlice<UInt8>]

  private init(counter: Int, _ parts: [ArraySlice<UInt8>]) {
    self.counter = counter
    self.parts = parts.filter { !$0.isEmpty }
  }

  /// A write, as the host sends it (PDI0).
  ///
  /// The header says how many bytes follow, whatever `data` has: a driver that says it wrongly can be written down, too.
  public static func write(counter: Int, header: BRAHeader, data: ArraySlice<UInt8>) -> Self {
    Self(counter: counter, [header.bytes[...], [header.crc], data, [CRC8.checksum(data)]])
  }

  /// The request of a read, or of a fake frame (PDI0).
  public static func readRequest(counter: Int, header: BRAHeader) -> Self {
    Self(counter: counter, [header.bytes[...], [header.crc]])
  }

  /// What a wire brought of a frame (PDI1).
  public static func response(counter: Int, _ operation: BRAOperation, _ response: CadenceResponse) -> Self {
    guard operation == .read else { return Self(counter: counter, [[response.header], [response.footer]]) }
    return Self(
      counter: counter, [[response.header], response.data[...], [response.dataCRC], [response.footer]])
  }

  /// Bytes that it takes in a buffer.
  public var byteCount: Int { parts.reduce(0) { $0 + ($1.count + 1) / 2 } * CadenceWord.byteCount }

  /// Its words, in order; bits that carry nothing are 0.
  public var words: [CadenceWord] {
    var words: [CadenceWord] = []
    words.reserveCapacity(byteCount / CadenceWord.byteCount)
    forEachWord { words.append($0) }
    return words
  }

  /// Adds it to a buffer.
  public func append(to buffer: inout [UInt8]) {
    forEachWord { buffer.append($0) }
  }

  private func forEachWord(_ body: (CadenceWord) -> Void) {
    for (index, part) in parts.enumerated() {
      var place = part.startIndex
      while place < part.endIndex {
        let second = place + 1 < part.endIndex ? part[place + 1] : 0
        body(
          CadenceWord(
            part[place], second,
            startsPacket: index == 0 && place == part.startIndex ? counter : nil,
            endsPacket: index == parts.count - 1 && place + 2 >= part.endIndex))
        place += 2
      }
    }
  }
}

/// What a wire brought of a frame, as raw bytes: the responses, and of a read the data with their CRC.
public struct CadenceResponse: Hashable, Sendable {
  /// The header response.
  public var header: UInt8
  /// The data of a read; empty for a write.
  public var data: [UInt8]
  /// Their CRC byte, right or wrong.
  public var dataCRC: UInt8
  /// The footer response.
  public var footer: UInt8

  /// A response from its bytes.
  public init(header: UInt8, data: [UInt8] = [], dataCRC: UInt8 = 0, footer: UInt8) {
    self.header = header
    self.data = data
    self.dataCRC = dataCRC
    self.footer = footer
  }

  /// What a Target that takes a write answers.
  public static let written = Self(
    header: BRAHeaderResponse.ok.rawValue, footer: BRAFooterResponse.okGood.rawValue)

  /// What a Target that is read answers.
  public static func read(_ data: [UInt8]) -> Self {
    Self(
      header: BRAHeaderResponse.ok.rawValue, data: data, dataCRC: CRC8.checksum(data),
      footer: BRAFooterResponse.okGood.rawValue)
  }

  /// What a line gives that nobody drives, as in a fake frame of a read of so many bytes.
  public static func nobody(dataBytes: Int = 0) -> Self {
    Self(header: 0, data: [UInt8](repeating: 0, count: max(0, dataBytes)), footer: 0)
  }
}
