internal import Foundation

/// Lets only so many runs go at once that what they hold together stays within a limit.
///
/// A run that would be too much waits for others to end. So the number of threads changes no result: whether a run may go
/// at all is decided for it alone.
final class MemoryGate: @unchecked Sendable {
  private let limit: Int
  private let condition = NSCondition()
  private var held = 0

  /// A gate for runs that together hold at most so many bytes.
  init(limit: Int) { self.limit = limit }

  /// Does something that holds so many bytes, at most the limit.
  func hold<Result>(_ bytes: Int, _ body: () throws -> Result) rethrows -> Result {
    enter(bytes)
    defer { leave(bytes) }
    return try body()
  }

  private func enter(_ bytes: Int) {
    condition.lock()
    // Alone it may always go.
    while held > 0, held + bytes > limit { condition.wait() }
    held += bytes
    condition.unlock()
  }

  private func leave(_ bytes: Int) {
    condition.lock()
    held -= bytes
    condition.broadcast()
    condition.unlock()
  }
}
