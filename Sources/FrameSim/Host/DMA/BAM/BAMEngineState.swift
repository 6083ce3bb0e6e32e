/// What the engine is at: the step under way, whose turn it is, and who holds the lock.
struct BAMEngineState: Hashable, Sendable {
  /// What it does at a time.
  struct Step: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case fetch
      case data(Int)
      case element
    }
    var pipe: Int
    var kind: Kind
    var end: BAMTime
  }

  /// Whose turn it is.
  struct Turn: Hashable, Sendable {
    var pipe = 0
    /// Bytes that are left of its burst.
    var burst = 0
    /// Whether the burst's time is over.
    var isPaid = false
  }

  /// Who holds the lock.
  struct Lock: Hashable, Sendable {
    var group: Int
    var pipe: Int
    var since: BAMTime
  }

  var step: Step?
  var turn = Turn()
  var lock: Lock?
}
