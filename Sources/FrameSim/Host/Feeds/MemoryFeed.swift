package import BRAEncoder

/// Blocks out of a buffer in memory: there whenever their frame comes.
package struct MemoryFeed: BlockFeed {
  private var cursor: BRACursor
  private let operation: BRAOperation
  private let device: Int
  private let buffer: Int
  private var capacity: BlockRoom
  /// Bytes of the sections in front of the one that the cursor is in.
  private var bytesBefore = 0
  /// What was handed out last.
  private var latest: BRAExtent?

  /// The blocks of a transfer, between a buffer of the Manager and the addresses of its sections in turn.
  package init(
    _ operation: TransferRequest.Operation, device: Int, sections: [BRASection], buffer: Int = 0,
    limits: DP0Limits = DP0Limits()
  ) {
    cursor = BRACursor(sections: sections)
    self.operation = operation == .write ? .write : .read
    self.device = device
    self.buffer = buffer
    capacity = BlockRoom(limits)
  }

  package mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    guard !cursor.isAtEnd else { return .end }
    guard let full = capacity.bytes(payloadBits: payloadBits), let extent = cursor.peek(upTo: full),
      let header = BRAHeader(
        type: .active, operation: operation, device: device, address: extent.address,
        byteCount: extent.byteCount)
    else {
      return .noRoom
    }
    latest = extent
    let request = BlockRequest(header: header, offset: bytesBefore + extent.offset, buffer: buffer)
    return .block(request, .data)
  }

  package mutating func sent(failure: TransferError?) -> TransferError? {
    guard let extent = latest else { return failure }
    let section = cursor.section
    cursor.pass(extent.byteCount)
    if cursor.section != section { bytesBefore += extent.offset + extent.byteCount }
    latest = nil
    return failure
  }

  package var isAtEnd: Bool { cursor.isAtEnd }

  @inline(__always)
  package var finishedSections: Int { cursor.section }
}
