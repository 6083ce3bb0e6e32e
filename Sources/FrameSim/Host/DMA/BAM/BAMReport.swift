/// What a descriptor engine did while a transfer was under way.
public struct BAMReport: Hashable, Sendable {
  /// Whether the driver locked the pipes of other groups out.
  public var isLocked = false
  /// Chains of descriptors that the driver issued for the transfer, each under a lock of its own where it locks.
  public var transactions = 0
  /// Those of which not every byte was carried to its address and answered Good, or was written over meanwhile.
  public var damagedTransactions = 0
  /// Pipes that were ended because they waited for a lock that did not come back.
  public var deadlocks = 0
  /// Register writes of other clients between the first descriptor of a transaction and its end, in order.
  public var interleaved: [Interleaving] = []
  /// Descriptors that the engine fetched for the host: of data, and of commands.
  public var dataDescriptors = 0
  /// Those of commands, the dummy ones that lock and unlock included.
  public var commandDescriptors = 0
  /// How often the driver told the engine that there is more.
  public var doorbells = 0
  /// How often the engine interrupted the host.
  public var interrupts = 0
  /// How long descriptors waited for room in the ring, in nanoseconds.
  public var ringFullNanoseconds: UInt64 = 0
  /// How long the host's pipe held the lock, in nanoseconds.
  public var lockHeldNanoseconds: UInt64 = 0
  /// By how many slots the engine's interrupt for the data came before the last block was answered, at most.
  public var earlySlots: UInt64 = 0
  /// The other clients.
  public var clients: [Client] = []

  /// A register write of another client in the middle of a transaction.
  public struct Interleaving: Hashable, Sendable {
    /// Who wrote.
    public var client: String
    /// The slot in which.
    public var slot: UInt64
    /// What was written.
    public var register: ManagerRegister
    /// What was in it before.
    public var before: UInt32
    /// The value.
    public var value: UInt32
    /// What it did to the transaction, as far as it was seen on the wire; nil for nothing.
    public var effect: String?

    /// A write.
    public init(
      client: String, slot: UInt64, register: ManagerRegister, before: UInt32, value: UInt32,
      effect: String? = nil
    ) {
      self.client = client
      self.slot = slot
      self.register = register
      self.before = before
      self.value = value
      self.effect = effect
    }
  }

  /// What came of another client's transactions, since the run began.
  public struct Client: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How many it has.
    public var transactions = 0
    /// Those of which everything was on the wire.
    public var finished = 0
    /// Those of which a register of a device does not hold what was written last, as seen on the bus.
    public var damaged = 0
    /// How long it waited for locks, in nanoseconds.
    public var waitedNanoseconds: UInt64 = 0
    /// Whether its pipe was ended because a lock did not come back.
    public var isDeadlocked = false

    /// A client of which nothing is through yet.
    public init(name: String) { self.name = name }
  }

  /// A report of nothing.
  public init() {}
}
