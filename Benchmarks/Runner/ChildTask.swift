/// One thing that a benchmark does in a process of its own, so that its memory or its instructions can be told from
/// everything else: `benchmark --child engine frame bra-write-64x16 4096`.
enum ChildTask: Equatable, Sendable {
  /// Runs a workload once, shortened to so many bytes.
  case engine(Contender, workload: String, bytes: Int)
  /// Looks for the break-even of all shapes, on so many threads.
  case breakeven(jobs: Int)
  /// Runs a program with these arguments so many times, and reports on it.
  case program([String], times: Int)

  /// The hidden option.
  static let option = "--child"

  /// The task that words spell, or nil.
  init?(_ words: [String]) {
    switch words.first {
    case "engine":
      guard words.count == 4, let contender = Contender(rawValue: words[1]),
        Workload.named(words[2]) != nil, let bytes = Int(words[3])
      else { return nil }
      self = .engine(contender, workload: words[2], bytes: bytes)
    case "breakeven":
      guard words.count == 2, let jobs = Int(words[1]), jobs > 0 else { return nil }
      self = .breakeven(jobs: jobs)
    case "program":
      guard words.count > 2, let times = Int(words[1]), times > 0 else { return nil }
      self = .program(Array(words[2...]), times: times)
    default:
      return nil
    }
  }

  /// The words that spell it, with the option.
  var words: [String] {
    switch self {
    case .engine(let contender, let workload, let bytes):
      [Self.option, "engine", contender.rawValue, workload, "\(bytes)"]
    case .breakeven(let jobs): [Self.option, "breakeven", "\(jobs)"]
    case .program(let command, let times): [Self.option, "program", "\(times)"] + command
    }
  }

  /// Does it.
  func run() throws(Failure) -> ChildReport {
    switch self {
    case .engine(let contender, let name, let bytes):
      guard let workload = Workload.named(name)?.shortened(to: bytes) else {
        throw .failed("no such workload: \(name)")
      }
      let measurement = try contender.run(workload, hash: false)
      return ChildReport(
        seconds: measurement.seconds, peakBytes: ProcessMemory.peakBytes, slots: measurement.slots)
    case .breakeven(let jobs):
      let load = try BreakevenLoad(jobs: jobs)
      return ChildReport(seconds: load.seconds, peakBytes: ProcessMemory.peakBytes)
    case .program(let command, let times):
      return try ProgramRun(command, times: times).report
    }
  }
}
