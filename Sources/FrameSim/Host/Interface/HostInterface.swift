/// The transfer interface that the host's drivers call: which calls there are, what they refuse, and in which order.
public struct HostInterface: Hashable, Sendable {
  /// The variants that Linux had, or may get.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// As in Linux since March 2025: send and wait, which open and close inside (host reference 1.1 and 1.2).
    case merged
    /// As proposed in December 2023: open, send, wait and close are calls of their own (host reference 1.1 and 2.1).
    case v1
    /// AMD's controller, an open proposal: hardware makes the frames, and each section is a stream of its own (host reference
    /// 1.8).
    case amd
  }

  /// What a caller of the first proposal names as the protocol on the transport.
  public enum BulkProtocol: String, Hashable, Sendable, CaseIterable {
    /// Bulk Register Access.
    case bra
    /// Anything else.
    case other
  }

  /// The variant.
  public var kind: Kind
  /// What the caller names as the protocol; only `v1` has a parameter for it.
  public var bulkProtocol: BulkProtocol
  /// Whether the controller has the functions that the interface calls.
  public var hasHooks: Bool
  /// Whether the controller is suspended; only `amd` looks.
  public var isSuspended: Bool
  /// How often the prepared buffer is sent in one open stream; more than once only with `v1`.
  public var sends: Int
  /// Streams of other kinds on the bus, as audio, which bulk transfers exclude.
  public var otherStreams: Int

  /// An interface; the default is that of Linux today.
  public init(
    kind: Kind = .merged, bulkProtocol: BulkProtocol = .bra, hasHooks: Bool = true, isSuspended: Bool = false,
    sends: Int = 1, otherStreams: Int = 0
  ) {
    self.kind = kind
    self.bulkProtocol = bulkProtocol
    self.hasHooks = hasHooks
    self.isSuspended = isSuspended
    self.sends = sends
    self.otherStreams = otherStreams
  }
}

/// Which blocks a host's DMA makes, and what it takes.
public enum HostDMA: Hashable, Sendable {
  /// Intel's, with the buffers of Cadence's interface: reads have fake frames (host reference 2.5).
  case hda(DMATimes)
  /// AMD's: a descriptor, from which hardware makes the frames in a geometry of its own (host reference 1.8).
  case amd
  /// Qualcomm's: commands and data are descriptors of one engine, which may serve others, too (host reference 6.1).
  case bam(BAMConfiguration)
}

/// What a host's DMA takes around the blocks of a stream.
public struct DMATimes: Hashable, Sendable {
  /// Nanoseconds to allocate and prepare its streams, after the commands that prepare the stream on the bus.
  public var nanosecondsToPrepare: UInt64
  /// Picoseconds for each data byte of what is sent or read, to put it into the buffer or make room for it.
  public var picosecondsToFormatPerByte: UInt64
  /// Nanoseconds to start it, after that.
  public var nanosecondsToStart: UInt64
  /// Nanoseconds of each look at whether it is through, after the last block.
  public var nanosecondsPerPoll: UInt64
  /// How often the host looks.
  public var polls: Int

  /// Times; the default takes none.
  public init(
    nanosecondsToPrepare: UInt64 = 0, picosecondsToFormatPerByte: UInt64 = 0, nanosecondsToStart: UInt64 = 0,
    nanosecondsPerPoll: UInt64 = 0, polls: Int = 0
  ) {
    self.nanosecondsToPrepare = nanosecondsToPrepare
    self.picosecondsToFormatPerByte = picosecondsToFormatPerByte
    self.nanosecondsToStart = nanosecondsToStart
    self.nanosecondsPerPoll = nanosecondsPerPoll
    self.polls = polls
  }

  /// Nanoseconds to format so many bytes, rounded up.
  func nanosecondsToFormat(_ bytes: Int) -> UInt64 {
    let (time, overflow) = picosecondsToFormatPerByte.multipliedReportingOverflow(by: UInt64(max(0, bytes)))
    return overflow ? .max : (time / 1000) + (time % 1000 > 0 ? 1 : 0)
  }

  /// Nanoseconds of all looks.
  var nanosecondsToPoll: UInt64 {
    let (time, overflow) = nanosecondsPerPoll.multipliedReportingOverflow(by: UInt64(max(0, polls)))
    return overflow ? .max : time
  }
}
