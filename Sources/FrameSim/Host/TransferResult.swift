/// What a frame was for, seen from the transfer it belongs to. The parts are disjoint.
public enum FramePart: String, Hashable, Sendable, CaseIterable {
  /// A command that opens the stream, or sets a page of Column 0.
  case setup
  /// A Ping in which a bank switch waits.
  case syncWait
  /// A block or byte that went out for the first time, good or not.
  case data
  /// A command that closes the stream.
  case teardown
  /// A block or byte that went out again.
  case retry
  /// A Ping in which the host does something else, or in which no block fits.
  case host
}

/// How many frames a transfer took, by part.
public struct FrameCounts: Hashable, Sendable {
  /// Commands that open, or set a page.
  public var setup: UInt64 = 0
  /// Pings in which a bank switch waited.
  public var syncWait: UInt64 = 0
  /// Blocks or bytes sent for the first time.
  public var data: UInt64 = 0
  /// Commands that close.
  public var teardown: UInt64 = 0
  /// Blocks or bytes sent again.
  public var retry: UInt64 = 0
  /// Pings that belonged to the host.
  public var host: UInt64 = 0

  /// No frames.
  public init() {}

  /// All frames.
  public var total: UInt64 { setup + syncWait + data + teardown + retry + host }

  /// The frames of a part.
  public subscript(part: FramePart) -> UInt64 {
    get { self[keyPath: Self.path(to: part)] }
    set { self[keyPath: Self.path(to: part)] = newValue }
  }

  mutating func count(_ part: FramePart) {
    switch part {
    case .setup: setup += 1
    case .syncWait: syncWait += 1
    case .data: data += 1
    case .teardown: teardown += 1
    case .retry: retry += 1
    case .host: host += 1
    }
  }

  private static func path(to part: FramePart) -> WritableKeyPath<FrameCounts, UInt64> {
    switch part {
    case .setup: \.setup
    case .syncWait: \.syncWait
    case .data: \.data
    case .teardown: \.teardown
    case .retry: \.retry
    case .host: \.host
    }
  }
}

/// How many commands a transfer sent, by opcode.
public struct CommandCounts: Hashable, Sendable {
  /// Writes.
  public var write: UInt64 = 0
  /// Reads.
  public var read: UInt64 = 0
  /// Pings.
  public var ping: UInt64 = 0

  /// No commands.
  public init() {}
}

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

/// The errno names of Linux that a transfer may fail with (host reference 3).
public enum TransferErrno: String, Hashable, Sendable, CaseIterable {
  /// Refused: a length, an address or a frame that the interface does not take.
  case invalid = "EINVAL"
  /// The Target was not ready.
  case again = "EAGAIN"
  /// The stream is taken.
  case busy = "EBUSY"
  /// No enumerated device has this number.
  case noDevice = "ENODEV"
  /// Nobody answered.
  case noData = "ENODATA"
  /// A bad response or a wrong CRC.
  case io = "EIO"
  /// The host cannot do it.
  case notSupported = "EOPNOTSUPP"
  /// It took too long.
  case timedOut = "ETIMEDOUT"
}

/// Why a transfer failed.
public struct TransferError: Error, Hashable, Sendable {
  /// The errno Linux would give.
  public var errno: TransferErrno
  /// One sentence.
  public var message: String
}

/// Where the slots of a transfer went: payload, and what was lost to what. The parts are disjoint.
public struct SlotSplit: Hashable, Sendable {
  /// Data bits that arrived.
  public var payload: UInt64 = 0
  /// Frames of set-up and teardown.
  public var setup: UInt64 = 0
  /// Frames in which a bank switch waited.
  public var syncWait: UInt64 = 0
  /// Frames with repeats.
  public var retry: UInt64 = 0
  /// Frames that belonged to the host.
  public var host: UInt64 = 0
  /// Header, CRCs and responses of blocks; for Column 0 the control word but for its data bits.
  public var overhead: UInt64 = 0
  /// What the last block of the transfer left of its frame's capacity.
  public var shortBlock: UInt64 = 0
  /// The control word and the rest of Column 0, in frames with blocks.
  public var column0: UInt64 = 0
  /// Slots that carried nothing, in frames with data.
  public var unused: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// All slots of the transfer.
  public var total: UInt64 {
    payload + setup + syncWait + retry + host + overhead + shortBlock + column0 + unused
  }
}

/// What a transfer did and what it cost.
public struct TransferResult: Hashable, Sendable {
  /// The absolute number of the first slot of its first frame.
  public var startSlot: UInt64
  /// The absolute number of the slot after its last.
  public var endSlot: UInt64
  /// Why it failed, or nil.
  public var error: TransferError?
  /// Its frames, by part.
  public var frames = FrameCounts()
  /// The frames of its host time, by the step that they followed: set-up, data or teardown.
  public var hostFrames = FrameCounts()
  /// Its commands, by opcode.
  public var commands = CommandCounts()
  /// Its blocks, by outcome.
  public var blocks = BlockCounts()
  /// How often a block or byte was repeated.
  public var retries: UInt64 = 0
  /// Data bytes that went through with a good response.
  public var bytesMoved = 0
  /// Data bytes a frame carries at most: 1 over Column 0, 0 where no block fits; a mean where it varies.
  public var bytesPerFrame: Double = 0
  /// Its slots, by class.
  public var slots = SlotCounts()
  /// Where its slots went.
  public var split = SlotSplit()
  /// The bytes a read brought, as far as it came.
  public var data: [UInt8] = []
  /// Whether the bytes at the Peripheral are those of the transfer; nil where it failed or no such Peripheral is.
  public var isIntact: Bool?

  /// Slots it took.
  public var duration: UInt64 { endSlot - startSlot }
}
