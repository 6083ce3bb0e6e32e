/// What an offload instance is to do at each trigger: commands, blocks and pauses, in order.
public struct OffloadMessage: Hashable, Sendable {
  /// One thing to do.
  public enum Item: Hashable, Sendable {
    /// Bytes that are moved.
    case move(Move)
    /// Nothing for so many frames, from 1 on.
    case sleep(frames: Int)
  }

  /// Bytes that are moved, and how.
  public struct Move: Hashable, Sendable {
    /// Where the bytes of a write come from, and those of a read go.
    public enum Place: Hashable, Sendable {
      /// The memory of the instance.
      case staticData
      /// A stream by DMA.
      case stream
      /// A plain buffer of the caller, which no hardware fills.
      case buffer
    }

    /// The transfer that it would be without the instance; the bytes of a write from a stream are not there.
    public var request: TransferRequest
    /// Where its bytes are.
    public var place: Place

    /// Bytes to move.
    public init(_ request: TransferRequest, _ place: Place) {
      self.request = request
      self.place = place
    }
  }

  /// What is done, in order.
  public var items: [Item]

  /// A message.
  public init(_ items: [Item]) { self.items = items }

  /// What it moves, in order.
  public var moves: [Move] {
    items.compactMap { if case .move(let move) = $0 { move } else { nil } }
  }

  /// Whether any of it goes over BRA.
  var hasBlocks: Bool { moves.contains { $0.request.path == .bra } }

  /// Bytes that it takes out of a stream.
  var streamedBytes: Int { bytes { $0.request.operation == .write && $0.place == .stream } }

  /// Bytes that it puts into a stream.
  var readBytes: Int { bytes { $0.request.operation == .read } }

  private func bytes(where isMeant: (Move) -> Bool) -> Int {
    moves.filter(isMeant).reduce(0) { $0 + $1.request.bytes }
  }
}
