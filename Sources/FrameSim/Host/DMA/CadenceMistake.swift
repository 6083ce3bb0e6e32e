internal import BRAEncoder

/// What is known to give a buffer that differs, each with a sentence.
public enum CadenceMistake: String, Hashable, Sendable, CaseIterable {
  case bigEndianWords
  case bytesSwapped
  case framesMissing
  case fakeFramesMissing
  case tooManyFakeFrames
  case startMarkMissing
  case startMarkTooMany
  case endMarkMissing
  case endMarkTooMany
  case counterNotContinued
  case counterSkipsZero
  case counterFromZero
  case counterInBits19To16
  case counterNotAdvanced
  case byteCountBit8
  case byteCountOfFullFrame
  case byteCountOfLastFrame
  case fakeFrameActive
  case frameNotActive
  case wrongDirection
  case wrongDevice
  case addressBytesReversed
  case addressNotAdvanced
  case addressOfSectionBefore
  case addressAdvancedInFakeFrame
  case crcSeedZero
  case crcInverted
  case crcBitsReversed
  case crcOverFewerBytes
  case crcOverFilledWord
  case crcOverHeaderAndData
  case crcOfFrameBefore
  case crcOverWholeTransfer
  case crcWithoutBit8
  case dataNotAdvanced
  case dataOfFirstSection
  case dataByteMissing
  case dataByteTooMany
  case dataNotCopied
  case oneBit
  case responseIgnored
  case responseNak
  case responseNotReady
  case responseBad
  case notLookedAt
  case paddingStartsPacket
  case paddingNotZero
  case extraUnitMissing
  case extraUnitTooMany
  case notPadded
  case receivePaddedForWrite
  case lastFrameSizedShort

  /// What was probably done, or what it does.
  public var description: String {
    switch self {
    case .bigEndianWords: "words are written big-endian"
    case .bytesSwapped: "the two bytes of a word are swapped: the first one belongs into bits 7:0"
    case .framesMissing: "nothing is written from here on: frames are missing"
    case .fakeFramesMissing: "fake frames are missing: the last data of the read stay in the DMA"
    case .tooManyFakeFrames: "more fake frames than the padding of the receive buffer needs"
    case .startMarkMissing: "the start mark (bit 31) is missing"
    case .startMarkTooMany: "a packet starts too early: words are missing before it"
    case .endMarkMissing: "the end mark (bit 30) is missing, or the packet goes on"
    case .endMarkTooMany: "the packet ends too early"
    case .counterNotContinued:
      "the packet counter starts again with the section; it goes on through all sections"
    case .counterSkipsZero: "the packet counter goes from 15 to 1; it counts modulo 16, through 0"
    case .counterFromZero: "the packet counter starts at 0; the first frame has 1"
    case .counterInBits19To16:
      "the packet counter is in bits 19:16, as a document says; the hardware has it in 27:24"
    case .counterNotAdvanced: "the packet counter is that of the frame before"
    case .byteCountBit8: "bit 8 of NumBytes is dropped: it is bit 0 of the first byte"
    case .byteCountOfFullFrame: "NumBytes is that of a full frame, but this one is shorter"
    case .byteCountOfLastFrame:
      "NumBytes is that of the last frame with data; a fake frame asks for a full one's"
    case .fakeFrameActive: "the fake frame is active, and the Target would answer it"
    case .frameNotActive: "the header is not active, and Targets ignore it"
    case .wrongDirection: "the opcode (bit 1) is that of the other direction"
    case .wrongDevice: "another device is addressed"
    case .addressBytesReversed: "the address has its least significant byte first"
    case .addressNotAdvanced: "the address is that of the section's first frame: it is not advanced"
    case .addressOfSectionBefore: "the address goes on from the section before"
    case .addressAdvancedInFakeFrame:
      "the address is advanced; a fake frame keeps that of the last frame with data"
    case .crcSeedZero: "the CRC starts with 0 in place of 0xFF (or includes the header with its CRC)"
    case .crcInverted: "the CRC is inverted at its end"
    case .crcBitsReversed: "the CRC is computed with the least significant bit first"
    case .crcOverFewerBytes: "the CRC is over fewer bytes"
    case .crcOverFilledWord: "the CRC includes the byte that fills up the last word"
    case .crcOverHeaderAndData: "the CRC is over header and data; it is over the data alone"
    case .crcOfFrameBefore: "the CRC is that of the frame before"
    case .crcOverWholeTransfer: "the CRC goes on from the frames before; each frame has its own"
    case .crcWithoutBit8: "the CRC is over a header without bit 8 of NumBytes"
    case .dataNotAdvanced: "the data are those of the first frame again"
    case .dataOfFirstSection: "the data are those of the first section again"
    case .dataByteMissing: "a byte is missing: those after it are one place early"
    case .dataByteTooMany: "a byte is too many: those after it are one place late"
    case .dataNotCopied: "the data are all 0: never copied"
    case .oneBit: "one bit is different"
    case .responseIgnored: "Ignored: nobody answered; the driver gives ENODATA"
    case .responseNak: "NAK: a Target found a CRC wrong; the driver gives EIO"
    case .responseNotReady: "NotReady, which the driver takes for ACK"
    case .responseBad: "Bad, which the driver takes for Good"
    case .notLookedAt: "part of a fake frame, which the driver does not look at"
    case .paddingStartsPacket: "the padding has a start mark (bit 31): the hardware takes it for a frame"
    case .paddingNotZero: "the padding is not 0"
    case .extraUnitMissing:
      "the whole unit of alignment is missing that is added to a size which is aligned already"
    case .extraUnitTooMany: "padded by units of alignment too many"
    case .notPadded: "the buffer is not padded to the DMA's alignment"
    case .receivePaddedForWrite: "the receive buffer of a write is padded; it has 8 bytes per frame"
    case .lastFrameSizedShort:
      "sized by the last frame's own bytes; a write's last frame counts as a full one"
    }
  }

  /// What gives a buffer of another length.
  static func ofSize(_ bytes: Int, plan: CadencePlan, direction: CadenceDirection) -> Self? {
    let isTransmit = direction == .transmit
    let whole = isTransmit ? plan.pdi0BufferBytes : plan.pdi1BufferBytes
    let pad = isTransmit ? plan.txPad : plan.rxPad
    let alignment = isTransmit ? plan.txAlignment : plan.rxAlignment
    if !isTransmit, plan.operation == .write { return bytes > whole ? .receivePaddedForWrite : nil }
    if bytes == whole - pad { return pad == alignment ? .extraUnitMissing : .notPadded }
    if bytes > whole, (bytes - whole).isMultiple(of: alignment) { return .extraUnitTooMany }
    guard isTransmit, plan.operation == .write else { return nil }
    let written = plan.sections.reduce(0) { sum, section in
      let (full, rest) = section.byteCount.quotientAndRemainder(dividingBy: plan.dataPerFrame)
      let last = rest > 0 ? CadencePacketSize.transmit(.write, dataBytes: rest) : 0
      return sum + full * CadencePacketSize.transmit(.write, dataBytes: plan.dataPerFrame) + last
    }
    if bytes == written { return .notPadded }
    return bytes == written + CadencePlan.padding(written, to: alignment) ? .lastFrameSizedShort : nil
  }
}
