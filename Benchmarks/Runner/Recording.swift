/// `--record`: writes the counts that `--check` compares.
enum Recording {
  /// Records all workloads; throws where the contenders do not agree, and nothing is written then.
  static func run(_ talk: Talk) throws(Failure) {
    try ResultFile.probe(CountsFile.path)
    var counts: [Counts] = []
    for workload in Workload.all {
      switch try Verification(workload).agreed {
      case .success(let agreed): counts.append(agreed)
      case .failure(let disagreement):
        throw .failed("nothing recorded: " + disagreement.sentences.joined(separator: "; "))
      }
    }
    try ResultFile.write(CountsFile.text(counts), to: CountsFile.path)
    talk.say("recorded \(counts.count) workloads in \(CountsFile.path); run --check")
  }
}
