internal import BRAEncoder

/// The Target's half of BRA, in bytes and fields: the machine BRAT_SM of Fig 144 (section 11.3).
///
/// It says what to answer and what comes next; moving the bits, the CRCs and the memory are others' work.
struct BRATarget: Hashable, Sendable {
  enum State: UInt8, Hashable, Sendable {
    /// Until the next frame.
    case idle
    /// The first two bits, the header type, are arriving.
    case checkHeaderType
    /// The rest of the header and its CRC are arriving.
    case header
    /// Sending byte 7 with NAK; nothing follows.
    case respondFailed
    /// Listening to byte 7; nothing follows.
    case respondIgnored
    /// Sending byte 7 with ACK and NotReady; nothing follows.
    case respondNotReady
    /// Sending byte 7 with ACK.
    case respondReady
    /// Data bytes are arriving.
    case doWrite
    /// The CRC of the data is arriving.
    case checkWriteCRC
    /// Sending data bytes.
    case doRead
    /// Sending the CRC of the data.
    case sendReadCRC
    /// Sending the footer response.
    case footer
  }

  private(set) var state = State.idle
  /// The header in progress.
  private(set) var header = BRAHeader(packed: 0)
  /// The address of the next data byte; wraps modulo 2^32 (open point A28).
  private(set) var address: UInt32 = 0
  /// Data bytes still to come.
  private(set) var bytesLeft = 0
  /// Whether every byte so far was accepted, or could be read.
  private(set) var accepted = true

  /// The first payload bit of a frame is about to arrive.
  mutating func startOfFrame() {
    state = .checkHeaderType
  }

  /// The two type bits arrived; anything but Active is idle.
  mutating func receive(headerType: UInt64) {
    state = headerType == UInt64(BRAHeaderType.active.rawValue) ? .header : .idle
  }

  /// The six header bytes and their CRC arrived; gives the header response.
  mutating func receive(
    header packed: UInt64, crcGood: Bool, isSelected: Bool, ready: Bool
  ) -> BRAHeaderResponse {
    header = BRAHeader(packed: packed)
    guard crcGood else {
      state = .respondFailed
      return .failed
    }
    guard isSelected else {
      state = .respondIgnored
      return .ignored
    }
    state = ready ? .respondReady : .respondNotReady
    return ready ? .ok : .okNotReady
  }

  /// Byte 7 as merged on the line arrived. Only Response_OK makes a Target go on: not a NAK beside its ACK, and not a
  /// line that lost its ACK, after which the Initiator sends nothing.
  mutating func receive(mergedResponse: BRAHeaderResponse) {
    guard state == .respondReady, mergedResponse.ack, !mergedResponse.nak else {
      state = .idle
      return
    }
    address = header.address
    bytesLeft = header.byteCount
    accepted = true
    switch header.operation {
    case .write: state = bytesLeft > 0 ? .doWrite : .checkWriteCRC
    case .read: state = bytesLeft > 0 ? .doRead : .sendReadCRC
    }
  }

  /// Notes whether the addresses touched last took or gave their bytes.
  @inline(__always)
  mutating func note(accepted: Bool) {
    self.accepted = self.accepted && accepted
  }

  /// `count` data bytes went over the line.
  @inline(__always)
  mutating func didTransfer(bytes count: Int) {
    address &+= UInt32(truncatingIfNeeded: count)
    bytesLeft &-= count
    if bytesLeft == 0 { state = state == .doWrite ? .checkWriteCRC : .sendReadCRC }
  }

  /// The CRC of the written data arrived, or that of the read data was sent; gives the footer response.
  mutating func endOfData(crcGood: Bool) -> BRAFooterResponse {
    state = .footer
    return !crcGood ? .failed : accepted ? .okGood : .okBad
  }

  /// The footer was sent.
  mutating func footerSent() {
    state = .idle
  }

  /// Back to idle at the frame boundary; true when that cut off an Active block (open point A21).
  mutating func endOfFrame() -> Bool {
    defer { state = .idle }
    return state != .idle && state != .checkHeaderType
  }
}
