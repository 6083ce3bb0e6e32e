internal import BRAEncoder

/// What became of the blocks of a transfer.
public struct BlockCounts: Hashable, Sendable {
  /// All blocks that went out.
  public var sent: UInt64 = 0
  /// ACK in header and footer, data CRC right, Result Good.
  public var ok: UInt64 = 0
  /// No ACK and no NAK in the header, or in the footer.
  public var ignored: UInt64 = 0
  /// NAK without ACK in the header or the footer: a Target found a CRC wrong.
  public var nak: UInt64 = 0
  /// NotReady in the header.
  public var notReady: UInt64 = 0
  /// Result Bad in the footer, or a wrong CRC of the read data.
  public var bad: UInt64 = 0
  /// NAK and ACK at once, or cut off by the end of the frame.
  public var aborted: UInt64 = 0

  /// No blocks.
  public init() {}
}

extension BlockCounts {
  /// Counts so many blocks under what became of each.
  mutating func count(_ block: BlockOutcome, _ count: UInt64) {
    sent += count
    self[Self.place(of: block)] += count
  }

  private enum Place { case ok, ignored, nak, notReady, bad, aborted }

  private subscript(place: Place) -> UInt64 {
    get {
      switch place {
      case .ok: ok
      case .ignored: ignored
      case .nak: nak
      case .notReady: notReady
      case .bad: bad
      case .aborted: aborted
      }
    }
    set {
      switch place {
      case .ok: ok = newValue
      case .ignored: ignored = newValue
      case .nak: nak = newValue
      case .notReady: notReady = newValue
      case .bad: bad = newValue
      case .aborted: aborted = newValue
      }
    }
  }

  private static func place(of block: BlockOutcome) -> Place {
    guard let header = block.headerResponse else { return .aborted }
    switch header.received {
    case .ignored: return .ignored
    case .abort: return header.ack ? .aborted : .nak
    case .notReady: return .notReady
    case .ok: break
    }
    guard let footer = block.footerResponse else { return .aborted }
    switch footer.received {
    case .ignored: return .ignored
    case .abort: return footer.ack ? .aborted : .nak
    case .bad: return .bad
    case .good: return block.readCRCGood ? .ok : .bad
    }
  }
}
