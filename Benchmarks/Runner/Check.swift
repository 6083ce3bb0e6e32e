internal import CPeer

/// `--check`: ratios against their floors, counts against the recorded ones, mostly in half a minute, and in under two minutes on a busy machine.
struct Check {
  private let options: Options
  private let talk: Talk
  private let floors: Floors
  private let recorded: [String: Counts]
  private let start = ContinuousClock.now
  private var failures: [String] = []
  private var figures: [Figure] = []

  /// So many rounds at first; while a ratio falls short, the workload is measured again with more.
  private static let rounds = [3, 5, 9, 15]
  /// After this nothing is measured again: the check ends in time on a machine that is slow or busy throughout.
  private static let patience = Duration.seconds(70)

  init(_ options: Options, _ talk: Talk) throws(Failure) {
    let level = sdw_peer_optimisation()
    guard level == 3 else {
      throw .failed(
        "the C peer was built with \(Self.name(ofLevel: level)), and must be built with -O3: "
          + "swift build -c release -Xcc -O3 --product benchmark")
    }
    talk.say("C peer: built with \(Self.name(ofLevel: level))")
    self.options = options
    self.talk = talk
    floors = try Floors.load()
    recorded = Dictionary(try CountsFile.load().map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// The compiler option of a level that the peer reports.
  static func name(ofLevel level: Int32) -> String { level < 0 ? "-Os" : "-O\(level)" }

  /// Checks all; returns the figures and whether all is as it must be.
  mutating func run() throws(Failure) -> (figures: [Figure], isGood: Bool) {
    talk.say(SpeedTable.header)
    for workload in options.selection {
      verify(try Verification(workload), of: workload)
      var row = try SpeedRow(measuring: workload, rounds: options.rounds ?? Self.rounds[0])
      for rounds in Self.rounds.dropFirst() where mayRetry && !floors.shortfalls(of: row).isEmpty {
        row = try SpeedRow(measuring: workload, rounds: max(rounds, options.rounds ?? 1))
      }
      talk.say(SpeedTable.line(row))
      figures += row.figures
      failures += floors.shortfalls(of: row).map(\.description)
    }
    try checkLevels()
    try checkSlowdown()
    try checkInstructions()
    for failure in failures { talk.say("FAILED: \(failure)") }
    if failures.isEmpty { talk.say("all ratios and counts are as they must be") }
    return (figures, failures.isEmpty)
  }

  /// A shared machine may be busy in one of the contenders' turns just then: what falls short is measured again.
  private var mayRetry: Bool { ContinuousClock.now - start < Self.patience }

  private mutating func verify(_ verification: Verification, of workload: Workload) {
    guard let recorded = recorded[workload.name] else {
      failures.append("\(workload.name): not in \(CountsFile.path); record it with --record")
      return
    }
    failures += verification.differences(from: recorded)
  }

  private mutating func checkLevels() throws(Failure) {
    var isFirst = true
    for workload in options.selection where floors.frameWithLevels[workload.name] != nil {
      if isFirst { talk.say("\n" + LevelsTable.header) }
      isFirst = false
      var row = try SpeedRow(withLevels: workload, rounds: options.rounds ?? Self.rounds[0])
      for rounds in Self.rounds.dropFirst() where mayRetry && !floors.shortfalls(withLevels: row).isEmpty {
        row = try SpeedRow(withLevels: workload, rounds: max(rounds, options.rounds ?? 1))
      }
      talk.say(LevelsTable.line(row))
      figures.append(row.figureWithLevels)
      failures += floors.shortfalls(withLevels: row).map(\.description)
    }
  }

  private mutating func checkSlowdown() throws(Failure) {
    guard var slowdown = try Slowdown(in: options.selection, rounds: 5) else { return }
    for rounds in [15, 31] where mayRetry && !floors.shortfalls(slowdown: slowdown.factor).isEmpty {
      slowdown = try Slowdown(in: options.selection, rounds: rounds) ?? slowdown
    }
    talk.say(slowdown.line)
    figures.append(slowdown.figure)
    failures += floors.shortfalls(slowdown: slowdown.factor).map(\.description)
  }

  /// Instructions are the same however busy the machine is.
  private mutating func checkInstructions() throws(Failure) {
    let workloads = options.selection.filter { floors.slotInstructions[$0.name] != nil }
    guard !workloads.isEmpty else { return }
    let counter: InstructionCounter
    do throws(Failure) {
      counter = try InstructionCounter()
    } catch {
      return talk.say("instructions: not looked at, \(error.message)")
    }
    for workload in workloads {
      let (slot, peer) = (try counter.count(.slot, workload), try counter.count(.peer, workload))
      let ratio = slot / peer
      talk.say("\(workload.name): \(format(ratio, 2)) times the C peer's instructions in the slot engine")
      figures.append(
        Figure("\(workload.name)/slot-instructions-ratio", ratio, "times", "slot engine / C peer, valgrind"))
      failures += floors.shortfalls(instructions: ratio, of: workload).map(\.description)
    }
  }
}
