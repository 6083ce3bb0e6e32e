/// How often something that is sent again has failed, and how often because the Target was not ready.
struct RetryCount: Hashable, Sendable {
  private var bad = 0
  private var notReady = 0

  /// Whether it is sent again after a failure, which is counted.
  mutating func allows(_ failure: TransferError, _ policy: RetryPolicy) -> Bool {
    if failure.errno == .again {
      notReady += 1
      return notReady <= policy.onNotReady
    }
    bad += 1
    return bad <= policy.onBad
  }
}
