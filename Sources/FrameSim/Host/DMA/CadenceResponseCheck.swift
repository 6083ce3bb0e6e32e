public import BRAEncoder

/// The driver's look at PDI1 after a transfer: which error it gives, and what a read has put into the caller's buffer by then.
///
/// Its order, frame by frame: start mark, counter, header response; of a read the data, which go into the caller's buffer, and
/// then their CRC; end mark, footer response. Of a response only bits 4 and 3 count, so that NotReady reads as ACK and Bad as
/// Good. The first bad frame ends it. Fake frames and padding are not looked at. Source: host reference 3.
public struct CadenceResponseCheck: Hashable, Sendable {
  /// What is wrong first.
  public enum Reason: Hashable, Sendable {
    /// The buffer of a write has not 8 bytes per frame.
    case size(expected: Int, actual: Int)
    /// The buffer of a read ends in this frame; the driver would read on.
    case bufferEnds
    /// More frames than the sections have.
    case sectionIndex
    /// The first word has no start mark.
    case noStart
    /// Another packet counter.
    case counter(expected: Int, actual: Int)
    /// The header response has neither ACK nor NAK.
    case headerIgnored(UInt8)
    /// The header response has NAK.
    case headerNak(UInt8)
    /// The CRC of the data of a read.
    case dataCRC(expected: UInt8, actual: UInt8)
    /// The last word has no end mark.
    case noEnd
    /// The footer response has neither ACK nor NAK.
    case footerIgnored(UInt8)
    /// The footer response has NAK.
    case footerNak(UInt8)
  }

  /// The first error.
  public struct Failure: Error, Hashable, Sendable {
    /// What is wrong.
    public let reason: Reason
    /// The frame, from 0; nil where it is about the buffer as a whole.
    public let frame: Int?
    /// The word of the buffer, from 0.
    public let word: Int

    /// What the driver returns.
    public var errno: TransferErrno { reason.errno }
  }

  /// The first error, or nil.
  public let failure: Failure?
  /// The bytes of a read that are in the caller's buffers, section after section, those of a frame with a wrong CRC included.
  public let data: [UInt8]

  /// Checks a buffer for a plan.
  public init(_ buffer: [UInt8], plan: CadencePlan) {
    self.init(
      buffer, plan.operation, sections: plan.sections, dataPerFrame: plan.dataPerFrame,
      frames: plan.numFrames)
  }

  /// Checks a buffer for so many frames of at most `dataPerFrame` bytes, 1 at least.
  public init(
    _ buffer: [UInt8], _ operation: BRAOperation, sections: [BRASection], dataPerFrame: Int, frames: Int
  ) {
    var check = Walk(buffer: buffer)
    // More frames than the longest buffer has words.
    let frames = min(max(0, frames), 1 << 40)
    do throws(Failure) {
      switch operation {
      case .write: try check.write(frames: frames)
      case .read: try check.read(sections, dataPerFrame: max(1, dataPerFrame), frames: frames)
      }
      failure = nil
    } catch {
      failure = error
    }
    data = check.data
  }
}

extension CadenceResponseCheck.Reason {
  /// What the driver returns for it.
  public var errno: TransferErrno {
    switch self {
    case .size, .bufferEnds, .sectionIndex: .invalid
    case .headerIgnored, .footerIgnored: .noData
    case .noStart, .counter, .headerNak, .dataCRC, .noEnd, .footerNak: .io
    }
  }
}

/// The place in the buffer.
private struct Walk {
  typealias Reason = CadenceResponseCheck.Reason

  let buffer: [UInt8]
  var data: [UInt8] = []
  private var place = 0
  private var frame = 0

  init(buffer: [UInt8]) { self.buffer = buffer }

  mutating func write(frames: Int) throws(CadenceResponseCheck.Failure) {
    let expected = frames * CadencePacketSize.receive(.write, dataBytes: 0)
    guard buffer.count == expected else {
      throw CadenceResponseCheck.Failure(
        reason: .size(expected: expected, actual: buffer.count), frame: nil, word: 0)
    }
    for index in 0..<frames {
      frame = index
      try checkStart()
      try checkEnd()
    }
  }

  mutating func read(
    _ sections: [BRASection], dataPerFrame: Int, frames: Int
  ) throws(CadenceResponseCheck.Failure) {
    var section = 0
    var left = sections.first?.byteCount ?? 0
    for index in 0..<frames {
      frame = index
      while left == 0 {
        section += 1
        guard section < sections.count else { throw failure(.sectionIndex) }
        left = sections[section].byteCount
      }
      try checkStart()
      let count = min(dataPerFrame, left)
      try take(count)
      left -= count
      try checkEnd()
    }
  }

  private mutating func take(_ count: Int) throws(CadenceResponseCheck.Failure) {
    let start = data.count
    var missing = count
    while missing > 0 {
      let word = try next()
      data.append(word.first)
      if missing > 1 { data.append(word.second) }
      missing -= 2
    }
    let expected = CRC8.checksum(data[start...])
    let actual = try next().first
    if actual != expected { throw failure(.dataCRC(expected: expected, actual: actual)) }
  }

  private mutating func checkStart() throws(CadenceResponseCheck.Failure) {
    let word = try next()
    guard word.startsPacket else { throw failure(.noStart) }
    let expected = (frame + 1) & 0xF
    guard word.counter == expected else {
      throw failure(.counter(expected: expected, actual: word.counter))
    }
    try check(BRAHeaderResponse(rawValue: word.first))
  }

  private mutating func checkEnd() throws(CadenceResponseCheck.Failure) {
    let word = try next()
    guard word.endsPacket else { throw failure(.noEnd) }
    let response = BRAFooterResponse(rawValue: word.first)
    if response.nak { throw failure(.footerNak(response.rawValue)) }
    if !response.ack { throw failure(.footerIgnored(response.rawValue)) }
  }

  private func check(_ response: BRAHeaderResponse) throws(CadenceResponseCheck.Failure) {
    if response.nak { throw failure(.headerNak(response.rawValue)) }
    if !response.ack { throw failure(.headerIgnored(response.rawValue)) }
  }

  private mutating func next() throws(CadenceResponseCheck.Failure) -> CadenceWord {
    guard place + CadenceWord.byteCount <= buffer.count else {
      place += CadenceWord.byteCount
      throw failure(.bufferEnds)
    }
    defer { place += CadenceWord.byteCount }
    return CadenceWord(buffer, at: place)
  }

  /// An error at the word that was taken last.
  private func failure(_ reason: Reason) -> CadenceResponseCheck.Failure {
    CadenceResponseCheck.Failure(
      reason: reason, frame: frame, word: max(0, place / CadenceWord.byteCount - 1))
  }
}
