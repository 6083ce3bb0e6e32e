/// The raw bytes of a block, whatever they are: fields as ranges, nothing checked, any of them possibly missing.
///
/// `BRABlock` is the checked value. Source: protocol reference section 11.1, Table 118.
public struct BRABlockView: Hashable, Sendable {
  /// The parts of a block, in the order they are sent.
  public enum Field: Hashable, Sendable, CaseIterable {
    /// Bytes 0 to 5.
    case header
    /// Byte 6.
    case headerCRC
    /// Byte 7.
    case headerResponse
    /// As many bytes as NumBytes says.
    case data
    /// The byte after the data.
    case dataCRC
    /// The last byte.
    case footerResponse
    /// What lies after the block.
    case unused
  }

  /// How far a block goes.
  public enum Extent: Hashable, Sendable {
    /// An idle or reserved header: nothing after the header response counts.
    case idle
    /// The header response ended it: Ignored, NotReady or Abort, and nobody drove anything more.
    case endsAfterHeaderResponse
    /// Only the half that the Initiator of a read sends: the header and its CRC.
    case readRequest
    /// All fields.
    case full
  }

  /// All bytes.
  public let bytes: [UInt8]
  /// Whether the two response bytes are among them; a host's transmit buffer has none.
  public let hasResponses: Bool

  /// A view of bytes; without the response bytes for what an Initiator sends.
  public init(_ bytes: [UInt8], hasResponses: Bool = true) {
    self.bytes = bytes
    self.hasResponses = hasResponses
  }

  /// The range of a field, or nil where the bytes end before the header's sixth byte, or the block has no such field.
  ///
  /// It follows from NumBytes and may go beyond the bytes that are there.
  public func range(of field: Field) -> Range<Int>? {
    if field == .header { return 0..<6 }
    if field == .headerCRC { return 6..<7 }
    if field == .headerResponse { return hasResponses ? 7..<8 : nil }
    guard let header, let extent else { return nil }
    let start = hasResponses ? 8 : 7
    let dataEnd = start + header.byteCount
    switch (field, extent) {
    case (.data, .full): return start..<dataEnd
    case (.dataCRC, .full): return dataEnd..<dataEnd + 1
    case (.footerResponse, .full): return hasResponses ? dataEnd + 1..<dataEnd + 2 : nil
    case (.unused, .full):
      let end = dataEnd + (hasResponses ? 2 : 1)
      return end < bytes.count ? end..<bytes.count : nil
    case (.unused, _): return start < bytes.count ? start..<bytes.count : nil
    default: return nil
    }
  }

  /// The bytes of a field, or nil where it is not there whole.
  public func bytes(of field: Field) -> ArraySlice<UInt8>? {
    guard let range = range(of: field), range.upperBound <= bytes.count else { return nil }
    return bytes[range]
  }

  /// How far the block goes, or nil where the bytes end before that can be told.
  ///
  /// An Initiator may send on after a response other than OK, so that such a block is over after byte 7 only if
  /// nothing but zeros follow: no run of zeros has a CRC of 0.
  public var extent: Extent? {
    guard let header else { return nil }
    guard header.type == .active else { return .idle }
    guard hasResponses else {
      return header.operation == .read && bytes.dropFirst(7).allSatisfy { $0 == 0 } ? .readRequest : .full
    }
    guard let response = headerResponse else { return nil }
    let rest = bytes.dropFirst(8)
    return response.received != .ok && rest.allSatisfy { $0 == 0 } ? .endsAfterHeaderResponse : .full
  }

  /// Bytes of the whole block, or nil where the bytes end before that can be told.
  public var byteCount: Int? {
    guard let header, let extent else { return nil }
    let head = hasResponses ? 8 : 7
    return extent == .full ? head + header.byteCount + (hasResponses ? 2 : 1) : head
  }
}

// MARK: - The values of the fields

extension BRABlockView {
  /// The header, or nil where it is not there whole.
  public var header: BRAHeader? {
    guard bytes.count >= 6 else { return nil }
    return BRAHeader(packed: bytes.prefix(6).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The CRC byte of the header.
  public var headerCRC: UInt8? { bytes(of: .headerCRC)?.first }

  /// Byte 7, where there are response bytes.
  public var headerResponse: BRAHeaderResponse? {
    bytes(of: .headerResponse)?.first.map(BRAHeaderResponse.init)
  }

  /// The data bytes.
  public var data: ArraySlice<UInt8>? { bytes(of: .data) }

  /// The CRC byte of the data.
  public var dataCRC: UInt8? { bytes(of: .dataCRC)?.first }

  /// The last byte, where there are response bytes.
  public var footerResponse: BRAFooterResponse? {
    bytes(of: .footerResponse)?.first.map(BRAFooterResponse.init)
  }
}

// MARK: - What is wrong

extension BRABlockView {
  /// Everything that is wrong with the bytes, in their order; empty if they are one block and nothing else.
  public var findings: [BRABlockError] {
    guard let header else { return [.tooShort(expected: hasResponses ? 8 : 7, actual: bytes.count)] }
    // An Initiator that releases the line leaves a whole idle block of zeros, CRC included (open point A30).
    let released = bytes.allSatisfy { $0 == 0 }
    var findings: [BRABlockError] = []
    if header.type == .reserved1 || header.type == .reserved2 {
      findings.append(.reservedHeaderType(header.type))
    }
    if let headerCRC, headerCRC != header.crc, !released {
      findings.append(.headerCRC(expected: header.crc, actual: headerCRC))
    }
    if let headerResponse, headerResponse.hasReservedBits {
      findings.append(.headerResponseReservedBits(headerResponse))
    }
    if header.type != .active, let headerResponse, headerResponse != .ignored {
      findings.append(.idleAnswered(headerResponse))
    }
    if let data, let dataCRC {
      let expected = CRC8.checksum(data)
      if dataCRC != expected { findings.append(.dataCRC(expected: expected, actual: dataCRC)) }
    }
    if let footerResponse, footerResponse.hasReservedBits {
      findings.append(.footerResponseReservedBits(footerResponse))
    }
    let expected = byteCount ?? (hasResponses ? 8 : 7)
    if bytes.count < expected { findings.append(.tooShort(expected: expected, actual: bytes.count)) }
    if let rest = bytes(of: .unused) {
      findings.append(.trailingBytes(count: rest.count, allZero: rest.allSatisfy { $0 == 0 }))
    }
    return findings
  }
}
