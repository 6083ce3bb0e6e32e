internal import BRAEncoder

extension ResponsePolicy {
  /// Why a block fails its transfer, or nil where it does not.
  func failure(of block: BlockOutcome) -> TransferError? {
    switch self {
    case .strict: Self.strictFailure(of: block)
    case .linux: Self.linuxFailure(of: block)
    }
  }

  private static func strictFailure(of block: BlockOutcome) -> TransferError? {
    guard let header = block.headerResponse else { return cutOff }
    switch header.received {
    case .ignored: return TransferError(errno: .noData, message: "was ignored")
    case .abort: return TransferError(errno: .io, message: "was aborted at its header")
    case .notReady: return TransferError(errno: .again, message: "found the Target not ready")
    case .ok: break
    }
    guard let footer = block.footerResponse else { return cutOff }
    if !block.readCRCGood { return wrongCRC }
    switch footer.received {
    case .ignored: return TransferError(errno: .noData, message: "got no footer response")
    case .abort: return TransferError(errno: .io, message: "was aborted at its footer")
    case .bad: return TransferError(errno: .io, message: "was answered Bad")
    case .good: return nil
    }
  }

  /// As the Linux driver looks: bits 4:3 of the header response, the CRC of a read, bits 4:3 of the footer. NotReady
  /// reads as ACK and Bad as Good.
  private static func linuxFailure(of block: BlockOutcome) -> TransferError? {
    guard let header = block.headerResponse else { return cutOff }
    if header.nak { return TransferError(errno: .io, message: "was aborted at its header") }
    if !header.ack { return TransferError(errno: .noData, message: "was ignored") }
    if !block.readCRCGood { return wrongCRC }
    guard let footer = block.footerResponse else { return cutOff }
    if footer.nak { return TransferError(errno: .io, message: "was aborted at its footer") }
    if !footer.ack { return TransferError(errno: .noData, message: "got no footer response") }
    return nil
  }

  private static var cutOff: TransferError {
    TransferError(errno: .io, message: "was cut off by the end of its frame")
  }

  private static var wrongCRC: TransferError {
    TransferError(errno: .io, message: "brought data with a wrong CRC")
  }
}

extension TransferError {
  /// A block failed, by what is wrong with it.
  init(blockAt place: Int, _ reason: TransferError) {
    self.init(errno: reason.errno, message: "the block at byte \(place) \(reason.message)")
  }
}
