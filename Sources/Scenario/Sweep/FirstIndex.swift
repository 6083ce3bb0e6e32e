internal import Synchronization

/// The lowest of the numbers that were asked about.
final class FirstIndex: Sendable {
  private let lowest = Mutex<Int>(.max)

  /// Whether no lower number was asked about before.
  func isFirst(_ index: Int) -> Bool {
    lowest.withLock { lowest in
      guard index <= lowest else { return false }
      lowest = index
      return true
    }
  }
}
