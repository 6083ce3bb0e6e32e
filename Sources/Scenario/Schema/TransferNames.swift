internal import FrameSim

/// The names of a scenario's transfers, for the expectations about them.
struct TransferNames {
  private let names: [String]
  private let known: Set<ByteKey>

  init(_ names: [String]) {
    self.names = names
    known = Set(names.lazy.map { ByteKey($0) })
  }

  /// Whether there is a transfer of this name.
  func contains(_ name: String) -> Bool { known.contains(ByteKey(name)) }

  /// The names among which one may have been meant that no transfer has, prepared for many such.
  func nearby() -> NearbyWords { NearbyWords(names.prefix(1000)) }

  /// The end of a message about a name that no transfer has.
  func hint(meant: String?) -> String {
    if let meant { return "; did you mean \(quote(meant))?" }
    let some = names.prefix(8).map { quote($0) }
    return some.isEmpty ? "" : "; there \(names.count == 1 ? "is" : "are") \(list(some))"
  }
}

/// How an expectation says that a transfer ends.
struct ExpectedEnd: Hashable {
  var status: ExpectedStatus
  var error: TransferErrno?

  /// Nil for an expectation that does not say.
  init?(_ expectation: Expectation) {
    guard let status = expectation.status else { return nil }
    self.status = status
    error = expectation.error
  }

  /// Whether no transfer can end in both ways.
  func contradicts(_ other: ExpectedEnd) -> Bool {
    status != other.status || error != nil && other.error != nil && error != other.error
  }
}
