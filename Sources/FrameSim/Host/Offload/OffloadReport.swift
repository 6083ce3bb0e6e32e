/// What an offload did from one `enable` on: counts of its triggers, its programs and its streams.
public struct OffloadReport: Hashable, Sendable {
  /// Pulses of its trigger, those that were lost included.
  public var triggers: UInt64 = 0
  /// Pulses for which no program ran, by the reason.
  public var lost = Lost()
  /// Programs that ran to their end.
  public var programs: UInt64 = 0
  /// Programs that were given up when the offload was disabled, as they waited for something that did not come.
  public var cut: UInt64 = 0
  /// What became of its streams and of what it sent.
  public var streams = Streams()
  /// Slots from pulses to the frames in which their programs began.
  public var jitter = Jitter()
  /// Nanoseconds of the host for its streams, in all.
  public var hostNanoseconds: UInt64 = 0
  /// What the same message takes without an offload, each time.
  public var ordinary = OrdinaryCost()
  /// Words of instructions and of data that its program takes.
  public var words = Words()

  /// Why pulses were lost.
  public struct Lost: Hashable, Sendable {
    /// A program was still running, or about to begin.
    public var running: UInt64 = 0
    /// The offload was not enabled yet, or its trigger not any more.
    public var disabled: UInt64 = 0

    /// All of them.
    public var total: UInt64 { running + disabled }
  }

  /// What became of its streams and of what it sent.
  public struct Streams: Hashable, Sendable {
    /// Blocks that had to wait for bytes of the stream.
    public var underruns: UInt64 = 0
    /// Blocks, or bytes of Reads, whose data found no room in the ring, and is gone.
    public var overruns: UInt64 = 0
    /// Blocks and commands that were not answered well.
    public var failures: UInt64 = 0
    /// Programs after which the Peripheral does not hold what the message says, or something else was read.
    public var damaged: UInt64 = 0
  }

  /// Slots from pulses to the frames in which their programs began.
  public struct Jitter: Hashable, Sendable {
    /// The least.
    public var least: UInt64 = 0
    /// The most.
    public var most: UInt64 = 0
    /// All together.
    public var sum: UInt64 = 0
    /// How many programs began.
    public var count: UInt64 = 0

    mutating func add(_ slots: UInt64) {
      least = count == 0 ? slots : min(least, slots)
      most = max(most, slots)
      sum &+= slots
      count += 1
    }

    /// Their mean; 0 where no program began.
    public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }
  }

  /// Words of memory.
  public struct Words: Hashable, Sendable {
    /// Of 16 bits.
    public var instructions = 0
    /// Of 32 bits.
    public var data = 0
  }

  /// No counts yet.
  public init() {}

  /// The host's seconds per trigger.
  public var hostSecondsPerTrigger: Double {
    triggers == 0 ? 0 : Double(hostNanoseconds) / 1e9 / Double(triggers)
  }
}
