internal import FrameSim

/// How a scenario expects a transfer to fail.
struct ExpectedFailure {
  /// The error where one is named.
  private var error: TransferErrno?

  /// Adds what one expectation says.
  mutating func add(_ error: TransferErrno?) { self.error = self.error ?? error }

  /// Whether this is how it is expected to fail.
  func names(_ error: TransferErrno) -> Bool { self.error == nil || self.error == error }
}

extension ScenarioTransfer {
  /// What messages call it.
  var label: String { "transfer \(quote(name, limit: ScenarioLimits.nameLength.upperBound))" }
}
