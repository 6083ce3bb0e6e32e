public import BRAEncoder

/// What became of a block, as its Initiator saw it.
public struct BlockOutcome: Hashable, Sendable {
  /// Byte 7 as merged on the line, or nil where the frame ended first.
  public var headerResponse: BRAHeaderResponse?
  /// The footer as merged on the line, or nil where the block ended before it.
  public var footerResponse: BRAFooterResponse?
  /// Whether the CRC of the read data was right; true for a write, false where the CRC did not arrive.
  public var readCRCGood = true
  /// Payload bits of the frame that the block took up, from its header to where it ended.
  public var bits = 0

  /// An outcome from its parts.
  public init(
    headerResponse: BRAHeaderResponse? = nil, footerResponse: BRAFooterResponse? = nil,
    readCRCGood: Bool = true, bits: Int = 0
  ) {
    self.headerResponse = headerResponse
    self.footerResponse = footerResponse
    self.readCRCGood = readCRCGood
    self.bits = bits
  }

  /// Whether nothing at all was wrong with it.
  @inline(__always)
  var isGood: Bool {
    headerResponse?.received == .ok && footerResponse?.received == .good && readCRCGood
  }
}

/// The Initiator's half of BRA, in bytes and fields: the machine BRAIn_SM of Fig 145 (section 11.4).
struct BRAInitiator: Hashable, Sendable {
  enum State: UInt8, Hashable, Sendable {
    /// Until the next block.
    case idle
    case sendHeader
    case sendHeaderCRC
    case checkHeaderResponse
    case doWrite
    case sendWriteCRC
    case doRead
    case checkReadCRC
    case checkFooter
  }

  /// Whether a NotReady Target ends the block.
  var abandonsNotReady = true
  /// Batch mode: streams on without looking at the header response (Deferred_Response_Check).
  var defersResponseCheck = false

  private(set) var state = State.idle
  private(set) var header = BRAHeader(packed: 0)
  /// Data bytes still to come.
  private(set) var bytesLeft = 0
  private(set) var outcome = BlockOutcome()

  /// The first payload bit of a frame that carries a block is about to be sent.
  mutating func start(_ block: BlockRequest) {
    header = block.header
    outcome = BlockOutcome()
    state = block.sendsHeader ? .sendHeader : .idle
  }

  mutating func headerSent() { state = .sendHeaderCRC }
  /// Nobody answers an idle header, and nothing follows it.
  mutating func headerCRCSent() { state = header.type == .active ? .checkHeaderResponse : .idle }

  /// Byte 7 as merged on the line arrived.
  mutating func receive(mergedResponse response: BRAHeaderResponse) {
    outcome.headerResponse = response
    let goesOn: Bool
    switch response.received {
    case .ok: goesOn = true
    case .notReady: goesOn = !abandonsNotReady || defersResponseCheck
    case .ignored, .abort: goesOn = defersResponseCheck
    }
    guard goesOn else {
      state = .idle
      return
    }
    bytesLeft = header.byteCount
    if bytesLeft > 0 {
      state = header.operation == .write ? .doWrite : .doRead
    } else {
      endOfData()
    }
  }

  /// `count` data bytes were sent or received.
  @inline(__always)
  mutating func didTransfer(bytes count: Int) {
    bytesLeft &-= count
    if bytesLeft == 0 { endOfData() }
  }

  private mutating func endOfData() {
    state = header.operation == .write ? .sendWriteCRC : .checkReadCRC
    // A read whose CRC does not arrive must not count as good.
    if header.operation == .read { outcome.readCRCGood = false }
  }

  /// The CRC of the data was sent, or arrived.
  mutating func dataCRCDone(good: Bool) {
    outcome.readCRCGood = good
    state = .checkFooter
  }

  /// The footer as merged on the line arrived.
  mutating func receive(footer: BRAFooterResponse) {
    outcome.footerResponse = footer
    state = .idle
  }

  /// Back to idle at the frame boundary.
  mutating func endOfFrame(bits: Int) {
    if state == .doRead { outcome.readCRCGood = false }
    outcome.bits = bits
    state = .idle
  }
}
