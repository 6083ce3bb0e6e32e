/// What is wrong with the bytes of a block.
public enum BRABlockError: Error, Hashable, Sendable {
  /// The bytes end before the block does; `expected` is what the whole block has, as far as it can be told.
  case tooShort(expected: Int, actual: Int)
  /// HeaderType 01 or 10: nobody sends that, and Targets treat it as idle.
  case reservedHeaderType(BRAHeaderType)
  /// Byte 6 is not the CRC of the header.
  case headerCRC(expected: UInt8, actual: UInt8)
  /// Bit 7 or 6 of the header response is set.
  case headerResponseReservedBits(BRAHeaderResponse)
  /// A Target answered a header that is not active, which no Target does.
  case idleAnswered(BRAHeaderResponse)
  /// The byte after the data is not their CRC.
  case dataCRC(expected: UInt8, actual: UInt8)
  /// Bit 7 or 6 of the footer response is set.
  case footerResponseReservedBits(BRAFooterResponse)
  /// The bytes go on after the block; harmless where they are the undriven, zero rest of a frame.
  case trailingBytes(count: Int, allZero: Bool)
}
