/// An offload instance of the Manager: a program in its own memory, which triggers replay with no CPU (host reference 6.2).
public struct OffloadConfiguration: Hashable, Sendable {
  /// How DP0 is opened for the blocks of a program.
  public enum Port: String, Hashable, Sendable, CaseIterable {
    /// When the offload is enabled, and left open until it is disabled.
    case open
    /// By the program itself, each time.
    case perTrigger
  }

  /// What people call it.
  public var name: String
  /// What it can do.
  public var capabilities: OffloadCapabilities
  /// Words of 16 bits that its instruction memory holds; 16 in the AXI SPI engine.
  public var instructionWords: Int
  /// Words of 32 bits that its data memory holds; 16 in the AXI SPI engine.
  public var dataWords: Int
  /// Whether its programs end with a SYNC instruction, which older cores need.
  public var endsWithSync: Bool
  /// Nanoseconds until the id of the short sequence is seen that a newer core runs when it is enabled; nil where there is none.
  public var sequenceNanoseconds: UInt64?
  /// How DP0 is opened.
  public var port: Port
  /// What may start its program, with different names.
  public var triggers: [OffloadTrigger]
  /// Its streams.
  public var streams: OffloadStreams

  /// The time after which the host gives up waiting for the id of that sequence.
  public static let sequenceLimitNanoseconds: UInt64 = 1_000_000

  /// An instance; the default is that of the AXI SPI engine, without triggers.
  public init(
    name: String = "offload", capabilities: OffloadCapabilities = [.trigger, .staticTx, .rxStream],
    instructionWords: Int = 16, dataWords: Int = 16, endsWithSync: Bool = true,
    sequenceNanoseconds: UInt64? = nil, port: Port = .open, triggers: [OffloadTrigger] = [],
    streams: OffloadStreams = OffloadStreams()
  ) {
    self.name = name
    self.capabilities = capabilities
    self.instructionWords = instructionWords
    self.dataWords = dataWords
    self.endsWithSync = endsWithSync
    self.sequenceNanoseconds = sequenceNanoseconds
    self.port = port
    self.triggers = triggers
    self.streams = streams
  }
}

/// What starts the program of an offload instance.
public struct OffloadTrigger: Hashable, Sendable {
  /// Where its pulses come from.
  public enum Source: Hashable, Sendable {
    /// A timer of so many pulses a second, 1 to 10^9, of which the first comes so long after it was enabled.
    case periodic(hertz: Int, offsetNanoseconds: UInt64)
    /// A Peripheral that has data at the start of each frame whose number since slot 0 is `phase` modulo `frames`.
    case dataReady(frames: Int, phase: Int)
    /// A Ping in which a device answers Alert that did not in the one before.
    case alert(device: Int)
    /// A write of the host.
    case command
  }

  /// What people call it.
  public var name: String
  /// Where its pulses come from.
  public var source: Source
  /// Nanoseconds after slot 0 at which the driver of its provider is there.
  public var appearsAt: UInt64
  /// Nanoseconds after slot 0 at which that goes away; nil where it stays.
  public var vanishesAt: UInt64?
  /// Whether its provider can validate a configuration.
  public var validates: Bool

  /// A trigger whose provider is there throughout, and validates.
  public init(
    _ name: String, _ source: Source, appearsAt: UInt64 = 0, vanishesAt: UInt64? = nil, validates: Bool = true
  ) {
    self.name = name
    self.source = source
    self.appearsAt = appearsAt
    self.vanishesAt = vanishesAt
    self.validates = validates
  }

  /// The period of a timer of so many pulses a second: whole nanoseconds, rounded up, as Linux's trigger by PWM does.
  public static func periodNanoseconds(hertz: Int) -> UInt64 {
    let hertz = UInt64(max(1, hertz))
    return 1_000_000_000 / hertz + (1_000_000_000 % hertz > 0 ? 1 : 0)
  }

  /// The pulses a second that such a timer reports back, rounded up.
  public static func reportedHertz(periodNanoseconds period: UInt64) -> UInt64 {
    let period = max(1, period)
    return 1_000_000_000 / period + (1_000_000_000 % period > 0 ? 1 : 0)
  }
}

/// The streams of an offload instance by DMA.
public struct OffloadStreams: Hashable, Sendable {
  /// The ring in the host's memory that a stream comes from, or goes to.
  public struct Ring: Hashable, Sendable {
    /// Its length in bytes, at least one per period.
    public var bytes: Int
    /// Into how many periods it is divided: the DMA interrupts after each.
    public var periods: Int
    /// Whether the host fills it, or takes from it, after each period; else what is in it goes round for ever.
    public var isServed: Bool

    /// A ring.
    public init(bytes: Int, periods: Int = 2, isServed: Bool = false) {
      self.bytes = bytes
      self.periods = periods
      self.isServed = isServed
    }

    /// Bytes of a period.
    public var periodBytes: Int { max(1, bytes / max(1, periods)) }
  }

  /// The bytes that blocks carry; those of a ring that is not served come again and again.
  public var data: [UInt8]
  /// The ring that they come from.
  public var tx: Ring
  /// The ring that what is read goes to.
  public var rx: Ring
  /// Whether the driver of the instance gives its DMA channels away.
  public var hasHooks: Bool

  /// Streams; by default nothing to send, and rings of 4096 bytes that nobody serves.
  public init(
    data: [UInt8] = [], tx: Ring = Ring(bytes: 4096), rx: Ring = Ring(bytes: 4096), hasHooks: Bool = true
  ) {
    self.data = data
    self.tx = tx
    self.rx = rx
    self.hasHooks = hasHooks
  }
}
