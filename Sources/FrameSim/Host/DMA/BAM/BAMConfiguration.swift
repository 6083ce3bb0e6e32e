/// Qualcomm's BAM between the driver and the Manager: rings of descriptors, an engine that serves several pipes, and pipe locking
/// (host reference 6.1; what is a choice of the simulator is in `docs/host-notes.md`, "BAM").
public struct BAMConfiguration: Hashable, Sendable {
  /// How the driver locks other pipes out.
  public enum Lock: String, Hashable, Sendable, CaseIterable {
    /// Not at all; the last data descriptor of a stream has NWD, as its client asks for a fence.
    case none
    /// LOCK in front of what is issued first; the worker queues UNLOCK when the issue list is empty. No NWD.
    case v12
    /// LOCK and UNLOCK are queued together, and all data descriptors have NWD.
    case v13
    /// The same; both are allocated in advance, and without one of them it runs unlocked.
    case v20
  }

  /// Which pipe's turn it is.
  public enum Arbitration: String, Hashable, Sendable, CaseIterable {
    /// Each in turn, a burst at a time.
    case roundRobin
    /// The first that has something to do, in the order host, clients.
    case priority
  }

  /// How the driver locks.
  public var lock = Lock.none
  /// Where the dummy commands write, as the client's metadata says; nil where it names none.
  public var scratchpad: UInt32? = ManagerRegister.scratchpad.rawValue
  /// Whether the client attaches metadata without any data.
  public var attachesNothing = false
  /// Whether attaching fails where nothing can be locked, as in v12.
  public var hasStrictMetadata = false
  /// Whether the controller can lock pipes.
  public var canLock = true
  /// The group of the host's pipes; a lock keeps other groups out.
  public var group = 0
  /// Slots of each ring, of which one stays free.
  public var ring = 4096
  /// Most bytes of a data descriptor.
  public var descriptorBytes = BAMDescriptor.maximumSize
  /// Bytes that the engine moves before it looks at the other pipes.
  public var burst = 64
  /// Bytes that the Manager's port of DP0 holds, each way.
  public var fifo = 1024
  /// Which pipe's turn it is.
  public var arbitration = Arbitration.roundRobin
  /// What everything takes.
  public var times = BAMTimes()
  /// Nanoseconds after which a pipe is ended that has not got on.
  public var watchdogNanoseconds: UInt64 = 100_000_000
  /// Other execution environments on pipes of their own.
  public var clients: [BAMClient] = []
  /// What goes wrong.
  public var faults: Set<BAMFault> = []
  /// The data byte of each transfer at which those faults strike that have a place; nil for the middle.
  public var faultAtByte: Int?
  /// How long the fault `pause` lasts, in nanoseconds.
  public var pauseNanoseconds: UInt64 = 1_000_000

  /// A BAM that takes no time, locks nothing, and has no other clients.
  public init() {}
}

extension BAMConfiguration {
  /// Data descriptors of a section with so many bytes.
  package func dataDescriptors(of bytes: Int) -> Int { (bytes + descriptorBytes - 1) / descriptorBytes }
}

/// What the engine and its driver take, in nanoseconds.
public struct BAMTimes: Hashable, Sendable {
  /// The driver, to tell the engine that there is more.
  public var perDoorbell: UInt64 = 0
  /// The engine, to fetch a descriptor.
  public var perDescriptor: UInt64 = 0
  /// The engine, to move a burst.
  public var perBurst: UInt64 = 0
  /// The engine, to do what a command element says.
  public var perElement: UInt64 = 0
  /// From an event to the host's interrupt handler.
  public var toInterrupt: UInt64 = 0
  /// From there to the worker that completes and issues.
  public var toWorker: UInt64 = 0

  /// Times; all are 0.
  public init() {}
}

/// Another execution environment that programs the same Manager through a pipe of its own, as firmware does.
public struct BAMClient: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// Its group.
  public var group: Int
  /// Whether it brackets each of its transactions by LOCK and UNLOCK.
  public var locks: Bool
  /// What it does, in the order of time.
  public var transactions: [Transaction]

  /// Writes of registers that belong together: the command elements of one descriptor.
  public struct Transaction: Hashable, Sendable {
    /// When its descriptors are there, in nanoseconds after slot 0.
    public var atNanoseconds: UInt64
    /// The writes in their order.
    public var writes: [Write]

    /// A transaction.
    public init(atNanoseconds: UInt64, writes: [Write]) {
      self.atNanoseconds = atNanoseconds
      self.writes = writes
    }

    /// A Write in Column 0.
    public static func command(
      atNanoseconds: UInt64, device: Int, register: UInt16, value: UInt8
    ) -> Transaction {
      Transaction(
        atNanoseconds: atNanoseconds,
        writes: [
          Write(.commandAddress, UInt32(device & 15) << 16 | UInt32(register)),
          Write(.commandData, UInt32(value)), Write(.commandControl, CommandControl.write),
        ])
    }
  }

  /// The write of one register.
  public struct Write: Hashable, Sendable {
    /// The register.
    public var register: ManagerRegister
    /// What is written.
    public var value: UInt32

    /// A write.
    public init(_ register: ManagerRegister, _ value: UInt32) {
      self.register = register
      self.value = value
    }
  }

  /// A client.
  public init(name: String, group: Int, locks: Bool = true, transactions: [Transaction]) {
    self.name = name
    self.group = group
    self.locks = locks
    self.transactions = transactions
  }
}

/// What the reviewers of the locking series feared (host reference 6.1).
public enum BAMFault: String, Hashable, Sendable, CaseIterable {
  /// UNLOCK goes when the data is consumed, as no data descriptor has NWD.
  case unlockOnConsumed
  /// Descriptors are appended after UNLOCK was queued, and the driver still takes the pipe for locked.
  case appendAfterUnlock
  /// The driver dies before it queues UNLOCK.
  case lockWithoutUnlock
  /// No memory for the descriptor of UNLOCK.
  case unlockAllocationFails
  /// The metadata is attached to the channel that reads.
  case metadataOnWrongChannel
  /// The pipe is halted for a time in the middle of the data.
  case pause
  /// The pipe is reset in the middle of the data, and the driver goes away.
  case terminate
}
