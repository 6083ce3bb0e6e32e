/// A feed around another that sends blocks again, by a host's policy.
///
/// A host that looks at each block sends that block again, and counts how often for each block. One that looks when all are
/// through sends the whole leg again, as it does not know what of it the Target took.
package struct RetryingFeed<Base: BlockFeed>: BlockFeed {
  /// What is sent again.
  private enum Repeat: Hashable, Sendable {
    case nothing
    case block
    case leg
  }

  private var base: Base
  private let policy: RetryPolicy
  /// From the failure to the next block.
  private let backoff: HostInstant
  private let nanosecondsToRestart: UInt64
  private var repeats = Repeat.nothing
  /// Whether it has not waited yet.
  private var waits = false
  /// How often the block or leg at hand failed, and how often because the Target was not ready.
  private var failures = RetryCount()

  /// A feed whose blocks are sent again; `slots` are those of a frame, `nanosecondsToRestart` the host's time before a whole leg
  /// is.
  package init(_ base: Base, _ policy: RetryPolicy?, slots: Int, nanosecondsToRestart: UInt64 = 0) {
    self.base = base
    self.policy = policy ?? RetryPolicy()
    backoff = HostInstant(slot: UInt64(max(0, self.policy.backoffFrames)) * UInt64(slots))
    self.nanosecondsToRestart = nanosecondsToRestart
  }

  @inline(__always)
  package mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    repeats == .nothing
      ? base.next(payloadBits: payloadBits, at: time) : again(payloadBits: payloadBits, at: time)
  }

  @inline(never)
  private mutating func again(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    if waits {
      waits = false
      let delay = repeats == .leg ? nanosecondsToRestart : 0
      if backoff.slot > 0 || delay > 0 {
        return .wait(
          until: HostInstant(slot: time.slot &+ backoff.slot, nanoseconds: time.nanoseconds) + delay)
      }
    }
    let answer = base.next(payloadBits: payloadBits, at: time)
    if case .block(let request, _) = answer { return .block(request, .retry) }
    return answer
  }

  @inline(__always)
  package mutating func sent() {
    if repeats == .block { isThrough() }
    base.sent()
  }

  /// The block that came again is through.
  @inline(never)
  private mutating func isThrough() {
    repeats = .nothing
    failures = RetryCount()
  }

  package mutating func repeatsBlock(after failure: TransferError) -> Bool {
    guard failures.allows(failure, policy) else { return base.repeatsBlock(after: failure) }
    repeats = .block
    waits = true
    return true
  }

  package mutating func repeatsLeg(after failure: TransferError) -> Bool {
    guard failures.allows(failure, policy) else { return false }
    repeats = .leg
    waits = true
    base.restartLeg()
    return true
  }

  package mutating func beginLeg() {
    repeats = .nothing
    failures = RetryCount()
    base.beginLeg()
  }

  package mutating func restartLeg() { base.restartLeg() }

  @inline(__always)
  package var isAtEnd: Bool { base.isAtEnd }

  @inline(__always)
  package var finishedSections: Int { base.finishedSections }
}
