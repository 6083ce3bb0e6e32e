public import BRAEncoder

/// One packet of a buffer with its fields, as far as they are there, and everything that is wrong with it.
public struct CadenceFrameView: Sendable {
  /// The words.
  public let packet: CadencePacketView
  /// Which buffer it lies in.
  public let direction: CadenceDirection
  /// Whether it is a frame of a write or of a read: told by the header, or by the number of words of what came back.
  public private(set) var operation: BRAOperation = .write
  /// The header of what is sent; nil where the words end before.
  public private(set) var header: BRAHeader?
  /// Its CRC byte.
  public private(set) var headerCRC: UInt8?
  /// The header response of what came back.
  public private(set) var headerResponse: BRAHeaderResponse?
  /// The data, as many as there are.
  public private(set) var data: [UInt8] = []
  /// Their CRC byte.
  public private(set) var dataCRC: UInt8?
  /// The footer response of what came back.
  public private(set) var footerResponse: BRAFooterResponse?
  /// What is wrong, in the order of the words.
  public private(set) var faults: [CadenceFault] = []

  /// Whether the number of data bytes of a read is certain.
  private(set) var isLengthCertain = false

  /// Explains a packet; `counter` is what its counter should be, `dataBytes` how many bytes a read probably has, if known.
  public init(
    _ packet: CadencePacketView, _ direction: CadenceDirection, counter: Int? = nil, dataBytes: Int? = nil
  ) {
    self.packet = packet
    self.direction = direction
    if !packet.isStarted {
      add(.noStart, 0)
    } else if let counter, packet[0].counter != counter {
      add(.counter(expected: counter, actual: packet[0].counter), 0)
    }
    if direction == .receive, packet.isCutOffUnanswered {
      // The buffer of a read is no multiple of its packets: the last fake frame has no room in it.
      operation = .read
      headerResponse = .ignored
      return
    }
    switch direction {
    case .transmit: readTransmit()
    case .receive: readReceive(dataBytes)
    }
    if !packet.isEnded { add(.noEnd, packet.wordCount - 1) }
    faults.sort { $0.word < $1.word }
  }

  /// The packet counter, or nil without a start mark.
  public var counter: Int? { packet.isStarted ? packet[0].counter : nil }

  /// What the driver says of a packet of PDI1, in its order: marks and counter, header response, data CRC, end mark, footer
  /// response (host reference 3); nil for a good one.
  public var responseErrno: TransferErrno? {
    if hasFault({ if case .counter = $0 { true } else { $0 == .noStart } }) { return .io }
    if let response = headerResponse {
      if response.nak { return .io }
      if !response.ack { return .noData }
    }
    if hasFault({ if case .dataCRC = $0 { true } else { $0 == .noEnd } }) { return .io }
    guard let response = footerResponse else { return nil }
    return response.nak ? .io : response.ack ? nil : .noData
  }

  private func hasFault(_ isMeant: (CadenceFault.Kind) -> Bool) -> Bool {
    faults.contains { isMeant($0.kind) }
  }

  private mutating func add(_ kind: CadenceFault.Kind, _ word: Int) {
    faults.append(CadenceFault(kind, word: packet.words.lowerBound + word))
  }
}

// MARK: - What is sent

extension CadenceFrameView {
  private mutating func readTransmit() {
    guard packet.wordCount >= 4 else {
      return add(.tooShort(expected: 4, actual: packet.wordCount), packet.wordCount - 1)
    }
    let bytes = packet.stream(from: 0, count: 6)
    let header = BRAHeader(packed: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    self.header = header
    operation = header.operation
    let crc = packet[3].first
    headerCRC = crc
    if header.type == .reserved1 || header.type == .reserved2 {
      add(.reservedHeaderType(header.type.rawValue), 0)
    }
    if header.type == .active, header.byteCount == 0 { add(.noBytes, 0) }
    if crc != header.crc { add(.headerCRC(expected: header.crc, actual: crc), 3) }
    if operation == .write { readWritten(header) } else { checkRequest(header) }
  }

  private mutating func checkRequest(_ header: BRAHeader) {
    if packet.wordCount > 4 { add(.tooLong(expected: 4, actual: packet.wordCount), 4) }
  }

  private mutating func readWritten(_ header: BRAHeader) {
    let expected = 5 + (header.byteCount + 1) / 2
    let actual = packet.wordCount
    guard actual > 4 else { return add(.tooShort(expected: expected, actual: actual), actual - 1) }
    let crc = packet[actual - 1].first
    dataCRC = crc
    data = packet.stream(from: 4, count: actual == expected ? header.byteCount : 2 * (actual - 5))
    if actual != expected {
      // The CRC tells whether the last word is full.
      if CRC8.checksum(data) != crc, !data.isEmpty, CRC8.checksum(data.dropLast()) == crc {
        data.removeLast()
      }
      add(lengthFault(header, expected: expected, actual: actual), actual < expected ? actual - 1 : 0)
    }
    let right = CRC8.checksum(data)
    if crc != right { add(.dataCRC(expected: right, actual: crc), actual - 1) }
  }

  private func lengthFault(_ header: BRAHeader, expected: Int, actual: Int) -> CadenceFault.Kind {
    if header.byteCount < 256, actual == expected + 128 {
      return .byteCountBit8(expected: header.byteCount + 256, actual: header.byteCount)
    }
    return actual < expected
      ? .tooShort(expected: expected, actual: actual) : .tooLong(expected: expected, actual: actual)
  }
}

// MARK: - What came back

extension CadenceFrameView {
  private mutating func readReceive(_ likely: Int?) {
    let count = packet.wordCount
    headerResponse = BRAHeaderResponse(rawValue: packet[0].first)
    operation = count <= 2 ? .write : .read
    guard count >= 2 else { return add(.tooShort(expected: 2, actual: count), 0) }
    if packet[0].first & 0x10 != 0 { add(.nak(packet[0].first), 0) }
    footerResponse = BRAFooterResponse(rawValue: packet[count - 1].first)
    defer { if packet[count - 1].first & 0x10 != 0 { add(.nak(packet[count - 1].first), count - 1) } }
    guard operation == .read else { return }
    guard count >= 4 else { return add(.tooShort(expected: 4, actual: count), count - 1) }
    let length = packet.dataBytesOfRead(likely: likely)
    isLengthCertain = length.isRight && !length.isAmbiguous
    data = packet.stream(from: 1, count: length.count)
    let crc = packet[count - 2].first
    dataCRC = crc
    let right = CRC8.checksum(data)
    // Nobody who does not answer sends data.
    if crc != right, headerResponse?.ack == true { add(.dataCRC(expected: right, actual: crc), count - 2) }
  }
}
