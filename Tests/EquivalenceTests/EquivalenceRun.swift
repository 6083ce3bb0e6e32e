import FrameSim

/// A run over many cases, on two threads.
struct EquivalenceRun: Sendable {
  struct Failure: Sendable {
    var index: UInt64
    var made: EquivalenceCase
    var mismatch: Mismatch
  }

  var seed: UInt64
  var first: UInt64 = 0
  var cases: UInt64
  private static let threads: UInt64 = 2

  /// What was covered, and the first failure of each thread.
  func run() async -> (coverage: Coverage, failures: [Failure]) {
    await withTaskGroup(of: (Coverage, Failure?).self) { group in
      for thread in 0..<Self.threads {
        group.addTask { run(thread) }
      }
      var coverage = Coverage()
      var failures: [Failure] = []
      for await (part, failure) in group {
        coverage += part
        if let failure { failures.append(failure) }
      }
      return (coverage, failures.sorted { $0.index < $1.index })
    }
  }

  private func run(_ thread: UInt64) -> (Coverage, Failure?) {
    var coverage = Coverage()
    for index in stride(from: first + thread, to: first + cases, by: Int(Self.threads)) {
      var generator = CaseGenerator(seed: seed, index: index)
      let (made, mismatch) = generator.run(&coverage)
      if let mismatch { return (coverage, Failure(index: index, made: made, mismatch: mismatch)) }
    }
    return (coverage, nil)
  }
}
