internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on several threads and hands the results on in their order.
///
/// At most a bounded number of results wait for an earlier one, so memory does not grow with the work.
package enum OrderedJobs {
  /// So many results of each thread may wait for an earlier one.
  package static let windowPerJob = 64

  /// Makes `count` results on `jobs` threads; `receive` gets them one at a time, by ascending index, on whichever
  /// thread has the next one. It returns false to stop; then the rest is not run.
  package static func run<Result: Sendable>(
    _ count: Int, jobs: Int, make: @Sendable (Int) -> Result, receive: @Sendable (Int, Result) -> Bool
  ) {
    let jobs = max(1, min(jobs, count))
    guard jobs > 1 else {
      for index in 0..<max(0, count) where !receive(index, make(index)) { return }
      return
    }
    let state = Mutex(State<Result>())
    // The thread with the earliest index has its permit, so that the others never wait for each other.
    let permits = DispatchSemaphore(value: jobs * windowPerJob)
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        permits.wait()
        guard let index = state.withLock({ $0.take(count) }) else {
          permits.signal()
          return
        }
        let result = make(index)
        state.withLock { state in
          state.waiting[index] = result
          while let next = state.waiting.removeValue(forKey: state.delivered) {
            let isWanted = !state.stopped && receive(state.delivered, next)
            if !isWanted { state.stopped = true }
            state.delivered += 1
            permits.signal()
          }
        }
      }
    }
  }

  private struct State<Result> {
    var started = 0
    var delivered = 0
    var stopped = false
    var waiting: [Int: Result] = [:]

    mutating func take(_ count: Int) -> Int? {
      guard !stopped, started < count else { return nil }
      defer { started += 1 }
      return started
    }
  }
}
