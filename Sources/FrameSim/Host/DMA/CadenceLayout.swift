internal import BRAEncoder

/// Where the fields of a frame's packet are.
struct CadenceLayout {
  /// Words of the packet.
  let words: Int
  private let isTransmit: Bool
  private let hasData: Bool
  private let dataBytes: Int

  init(_ header: BRAHeader, _ operation: BRAOperation, _ direction: CadenceDirection) {
    isTransmit = direction == .transmit
    dataBytes = header.byteCount
    hasData = (operation == .write) == isTransmit
    let bytes =
      isTransmit
      ? CadencePacketSize.transmit(operation, dataBytes: dataBytes)
      : CadencePacketSize.receive(operation, dataBytes: dataBytes)
    words = bytes / CadenceWord.byteCount
  }

  /// The first word of the data.
  var dataStart: Int { isTransmit ? 4 : 1 }
  /// Words of the data.
  var dataWords: Int { hasData ? (dataBytes + 1) / 2 : 0 }
  /// Data bytes in the packet.
  var dataCount: Int { hasData ? dataBytes : 0 }

  func holdsTwoBytes(_ place: Int) -> Bool {
    if isTransmit, place < 3 { return true }
    let data = place - dataStart
    return 0..<dataWords ~= data && 2 * data + 1 < dataBytes
  }

  /// The field of the first of some bits of a word.
  func field(_ place: Int, bits: UInt32) -> CadenceDifference.Field {
    if bits >> 31 == 1 { return .startMark }
    if bits >> 30 == 1 { return .endMark }
    if bits & 0xFFFF == 0 { return .counter }
    let second = bits & 0xFF == 0
    if 0..<dataWords ~= place - dataStart { return .data(2 * (place - dataStart) + (second ? 1 : 0)) }
    if !isTransmit {
      return place == 0 ? .headerResponse : place == words - 1 ? .footerResponse : .dataCRC
    }
    switch place {
    case 0: return second ? .byteCount : firstByte(bits)
    case 1, 2: return .address
    case 3: return .headerCRC
    default: return .dataCRC
    }
  }

  private func firstByte(_ bits: UInt32) -> CadenceDifference.Field {
    if bits & 0xC0 != 0 { return .headerType }
    if bits & 0x3C != 0 { return .device }
    return bits & 2 != 0 ? .opcode : .byteCount
  }
}
