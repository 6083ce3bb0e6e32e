/// Whether all contenders simulate the same, told by one run of each with the hash of all levels.
struct Verification {
  private let counts: [(contender: Contender, counts: Counts)]

  /// Runs a workload in every contender.
  init(_ workload: Workload) throws(Failure) {
    var counts: [(Contender, Counts)] = []
    for contender in Contender.allCases {
      counts.append((contender, Counts(workload, try contender.run(workload, hash: true))))
    }
    self.counts = counts
  }

  /// Counts found elsewhere.
  init(_ counts: [(Contender, Counts)]) { self.counts = counts }

  /// The counts where all agree, else the sentences that say where they do not.
  var agreed: Result<Counts, Disagreement> {
    guard let first = counts.first else { return .failure(Disagreement(sentences: [])) }
    let sentences = counts.flatMap { $0.counts.differences(from: first.counts, by: $0.contender.title) }
    return sentences.isEmpty ? .success(first.counts) : .failure(Disagreement(sentences: sentences))
  }

  /// A sentence for each count of each contender that is not as recorded.
  func differences(from recorded: Counts) -> [String] {
    counts.flatMap { $0.counts.differences(from: recorded, by: $0.contender.title) }
  }

  struct Disagreement: Error {
    var sentences: [String]
  }
}
