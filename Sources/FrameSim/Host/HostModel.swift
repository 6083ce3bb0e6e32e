/// What the host's software costs beside the frames its commands take.
public enum HostModel: Hashable, Sendable {
  /// Nothing: commands and blocks are there when their frame comes.
  case ideal
  /// The CPU feeds commands through a FIFO and waits for an interrupt after each batch.
  case pio(PIOModel)
}

/// A host that feeds commands in batches (host reference 4.2 and 4.3).
///
/// Its time runs in slots: the bus knows no other.
public struct PIOModel: Hashable, Sendable {
  /// How commands are fed over one way.
  public struct Feed: Hashable, Sendable {
    /// Commands per batch, from 1 on.
    public var commandsPerBatch: Int
    /// Nanoseconds behind each batch: the interrupt round trip.
    public var nanosecondsPerBatch: UInt64
    /// Nanoseconds for each command of a batch, spent behind the batch.
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

  /// The commands of Column 0 transfers.
  public var column0: Feed
  /// The set-up and closing commands of BRA transfers; no host time follows a block.
  public var bra: Feed
  /// Bit slots per second, to turn host time into slots.
  public var slotRateHz: UInt64

  /// A host on a bus of the given slot rate.
  public init(column0: Feed, bra: Feed, slotRateHz: UInt64) {
    self.column0 = column0
    self.bra = bra
    self.slotRateHz = slotRateHz
  }

  /// The feed of a way.
  func feed(_ path: TransferRequest.Path) -> Feed {
    path == .bra ? bra : column0
  }

  /// Whole frames that pass in a host time which starts at a frame boundary; the time is rounded up.
  func frames(nanoseconds: UInt64, slotsPerFrame: Int) -> UInt64 {
    // ceil(ns x rate / (10^9 x slots)), in 128 bits.
    let product = nanoseconds.multipliedFullWidth(by: slotRateHz)
    let divisor = 1_000_000_000 * UInt64(slotsPerFrame)
    guard product.high < divisor else { return .max }
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    return remainder == 0 ? quotient : quotient + 1
  }
}

/// Counts the commands of a batch and says how many frames of host time follow it.
struct HostClock: Hashable, Sendable {
  private let feed: PIOModel.Feed?
  private let model: PIOModel?
  private var commandsInBatch = 0
  /// Frames of host time still to pass.
  private(set) var framesLeft: UInt64 = 0

  /// The clock of a transfer over one way; the fixed time passes first.
  init(_ model: HostModel, path: TransferRequest.Path, slotsPerFrame: Int) {
    guard case .pio(let pio) = model else {
      feed = nil
      self.model = nil
      return
    }
    let feed = pio.feed(path)
    self.feed = feed
    self.model = pio
    framesLeft = pio.frames(nanoseconds: feed.nanosecondsPerTransfer, slotsPerFrame: slotsPerFrame)
  }

  /// Whether the host's time counts at all.
  @inline(__always)
  var isRunning: Bool { model != nil }

  /// A command ended; `isLast` says whether the host had no more to put into its batch.
  mutating func commandEnded(isLast: Bool, slotsPerFrame: Int) {
    guard let feed, let model else { return }
    commandsInBatch += 1
    guard isLast || commandsInBatch >= feed.commandsPerBatch else { return }
    let (commands, overflow) = feed.nanosecondsPerCommand.multipliedReportingOverflow(
      by: UInt64(commandsInBatch))
    let (time, overflow2) = feed.nanosecondsPerBatch.addingReportingOverflow(commands)
    framesLeft = model.frames(
      nanoseconds: overflow || overflow2 ? .max : time, slotsPerFrame: slotsPerFrame)
    commandsInBatch = 0
  }

  /// Frames of host time passed.
  @inline(__always)
  mutating func pass(_ frames: UInt64) {
    framesLeft -= min(frames, framesLeft)
  }
}
