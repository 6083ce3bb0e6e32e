/// What the host's software costs beside the frames its commands take.
public enum HostModel: Hashable, Sendable {
  /// Nothing: commands and blocks are there when their frame comes.
  case ideal
  /// The CPU feeds commands through a FIFO and waits for an interrupt after each batch.
  case pio(PIOModel)
}

/// A host that feeds commands in batches (host reference 4.2 and 4.3).
public struct PIOModel: Hashable, Sendable {
  /// How commands are fed over one way.
  public struct Feed: Hashable, Sendable {
    /// Commands per batch, from 1 on.
    public var commandsPerBatch: Int
    /// Nanoseconds after each batch: the interrupt round trip.
    public var nanosecondsPerBatch: UInt64
    /// Nanoseconds for each command of a batch, spent after the batch.
    public var nanosecondsPerCommand: UInt64
    /// Nanoseconds in front of the first command of each transfer.
    public var nanosecondsPerTransfer: UInt64

    /// A feed; the default costs nothing.
    public init(
      commandsPerBatch: Int = 1, nanosecondsPerBatch: UInt64 = 0, nanosecondsPerCommand: UInt64 = 0,
      nanosecondsPerTransfer: UInt64 = 0
    ) {
      self.commandsPerBatch = commandsPerBatch
      self.nanosecondsPerBatch = nanosecondsPerBatch
      self.nanosecondsPerCommand = nanosecondsPerCommand
      self.nanosecondsPerTransfer = nanosecondsPerTransfer
    }
  }

  /// When the host's time after a batch starts.
  public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// At the end of the frame of the batch's last command.
    case frameEnd
    /// Where the response to that command is known: after slot [47,0] (section 2).
    case response
  }

  /// The commands of Column 0 transfers.
  public var column0: Feed
  /// The set-up and closing commands of BRA transfers; no host time follows a block.
  public var bra: Feed
  /// When the time after a batch starts, over both ways.
  public var from: Origin

  /// Whether the two writes to the page registers are a batch of their own over Column 0, as in Linux (`cdns_program_scp_addr`,
  /// host reference 2.6).
  public var waitsForPage: Bool

  /// A host from its two feeds.
  public init(column0: Feed, bra: Feed, from: Origin = .frameEnd, waitsForPage: Bool = false) {
    self.column0 = column0
    self.bra = bra
    self.from = from
    self.waitsForPage = waitsForPage
  }

  /// The feed of a way.
  func feed(_ path: TransferRequest.Path) -> Feed {
    path == .bra ? bra : column0
  }

  /// Slots of a frame that are still to come when the time after a batch starts.
  func slotsAhead(in shape: FrameShape) -> UInt64 {
    switch from {
    case .frameEnd: 0
    case .response: UInt64(shape.slots - (ControlWord.rowCount - 1) * shape.columns - 1)
    }
  }
}
