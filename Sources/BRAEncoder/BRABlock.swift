/// One block as it passes over the bus, checked: a block that could not have been sent whole cannot be built.
///
/// CRCs are not held but follow from the header and the data. `BRABlockView` takes raw bytes.
/// Source: protocol reference section 11.1, Table 118.
public struct BRABlock: Hashable, Sendable {
  private enum Content: Hashable {
    /// The Initiator releases the line from the start: all zeros (open point A30).
    case released
    /// A header of type Idle, sent whole.
    case idle
    /// The header response ended the block.
    case ended(BRAHeaderResponse)
    case full(BRAHeaderResponse, [UInt8], BRAFooterResponse)
  }

  /// The first six bytes.
  public let header: BRAHeader
  private let content: Content

  private init(header: BRAHeader, content: Content) {
    self.header = header
    self.content = content
  }

  /// The idle block of an Initiator that drives nothing: eight zero bytes.
  public static let released = Self(header: BRAHeader(packed: 0), content: .released)

  /// An idle block whose header is sent in full, or nil if its type is not Idle.
  public init?(idle header: BRAHeader) {
    guard header.type == .idle else { return nil }
    self.init(header: header, content: .idle)
  }

  /// A block that ends with its header response.
  ///
  /// Nil if the header is not active, the response is OK, so that data must follow, or a reserved bit is set.
  public init?(header: BRAHeader, endedBy response: BRAHeaderResponse) {
    guard header.type == .active, response.received != .ok, !response.hasReservedBits else { return nil }
    self.init(header: header, content: .ended(response))
  }

  /// A block with all its fields.
  ///
  /// The header response need not be OK: an Initiator that checks responses later sends on. Nil if the header is not
  /// active, `data` has another length than the header says, or a response has a reserved bit.
  public init?(
    header: BRAHeader, headerResponse: BRAHeaderResponse = .ok, data: [UInt8],
    footerResponse: BRAFooterResponse = .okGood
  ) {
    guard header.type == .active, data.count == header.byteCount, !headerResponse.hasReservedBits,
      !footerResponse.hasReservedBits
    else { return nil }
    self.init(header: header, content: .full(headerResponse, data, footerResponse))
  }

  /// Byte 7 as the line carries it; Ignored for an idle block.
  public var headerResponse: BRAHeaderResponse {
    switch content {
    case .released, .idle: .ignored
    case .ended(let response), .full(let response, _, _): response
    }
  }

  /// The data bytes, or nil if the block ends before them.
  public var data: [UInt8]? {
    if case .full(_, let data, _) = content { return data }
    return nil
  }

  /// The last byte as the line carries it, or nil if the block ends before it.
  public var footerResponse: BRAFooterResponse? {
    if case .full(_, _, let response) = content { return response }
    return nil
  }

  /// Bytes of the block: 8, or 10 and the data.
  public var byteCount: Int {
    data.map { BRALimits.overhead + $0.count } ?? 8
  }
}

// MARK: - From and to bytes

extension BRABlock {
  /// The block that bytes spell, all of them; the inverse of `emit()`.
  ///
  /// Throws the first finding of `BRABlockView`, which has all of them.
  public static func parse(_ bytes: [UInt8]) throws(BRABlockError) -> BRABlock {
    let view = BRABlockView(bytes)
    if let finding = view.findings.first { throw finding }
    guard let header = view.header, let response = view.headerResponse,
      let block = view.block(header, response)
    else { throw .tooShort(expected: 8, actual: bytes.count) }
    return block
  }

  /// The bytes of the block, responses and CRCs included.
  public func emit() -> [UInt8] {
    if content == .released { return [UInt8](repeating: 0, count: 8) }
    var bytes = header.bytes
    bytes.reserveCapacity(byteCount)
    bytes.append(header.crc)
    bytes.append(headerResponse.rawValue)
    if case .full(_, let data, let footer) = content {
      bytes += data
      bytes.append(CRC8.checksum(data))
      bytes.append(footer.rawValue)
    }
    return bytes
  }
}

extension BRABlockView {
  /// The block of bytes without findings.
  fileprivate func block(_ header: BRAHeader, _ response: BRAHeaderResponse) -> BRABlock? {
    switch extent {
    case .idle:
      return bytes.allSatisfy { $0 == 0 } ? .released : BRABlock(idle: header)
    case .endsAfterHeaderResponse:
      return BRABlock(header: header, endedBy: response)
    case .full:
      guard let data, let footerResponse else { return nil }
      return BRABlock(
        header: header, headerResponse: response, data: Array(data), footerResponse: footerResponse)
    case .readRequest, nil:
      return nil
    }
  }
}
