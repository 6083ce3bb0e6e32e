internal import Scenario

/// What the benchmark was asked to do.
struct Options: Equatable {
  enum Mode: Equatable {
    /// Measures all there is and prints tables.
    case measure
    /// Holds ratios against their floors and counts against the recorded ones.
    case check
    /// Records the counts.
    case record
    /// Shows the help.
    case help
    /// Does one thing in a process of its own, for another benchmark that measures it.
    case child(ChildTask)
  }

  var mode = Mode.measure
  /// Names of the only workloads to look at, in the order given; empty for all.
  var workloads: [String] = []
  /// Interleaved rounds of each measurement, or nil for what suits the mode.
  var rounds: Int?
  /// Where the figures go as JSON: a file, `-` for stdout, or nil for nowhere.
  var json: String?

  private static let names = ["--check", "--record", "--json", "--workload", "--rounds", "--help"]

  /// Reads the words after the program's name.
  ///
  /// Throws a usage failure that says what is wrong and, of a misspelt word, what was probably meant.
  init(_ words: [String]) throws(Failure) {
    if words.first == ChildTask.option {
      guard let task = ChildTask(Array(words.dropFirst())) else {
        throw .usage("\(ChildTask.option) is for the benchmark's own use")
      }
      mode = .child(task)
      return
    }
    if words.contains("--help") || words.contains("-h") {
      mode = .help
      return
    }
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      try take(parts[0], inline: parts.count > 1 ? parts[1] : nil, &rest)
    }
    if mode == .record, !workloads.isEmpty || rounds != nil || json != nil {
      throw .usage("--record goes with no other option: it records the counts of all workloads")
    }
  }

  private mutating func take(
    _ name: String, inline: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) {
    switch name {
    case "--check", "--record":
      if inline != nil { throw .usage("\(name) takes no value") }
      let asked: Mode = name == "--check" ? .check : .record
      if mode != .measure, mode != asked { throw .usage("--check and --record exclude each other") }
      mode = asked
    case "--json":
      if json != nil { throw .usage("--json is given twice") }
      json = try Self.value(of: name, "FILE", inline, &rest)
    case "--rounds":
      if rounds != nil { throw .usage("--rounds is given twice") }
      let text = try Self.value(of: name, "N", inline, &rest)
      guard let number = Int(text), (1...99).contains(number) else {
        throw .usage("--rounds is a whole number from 1 to 99, not \(quote(text))")
      }
      rounds = number
    case "--workload":
      let text = try Self.value(of: name, "NAME", inline, &rest)
      guard Workload.all.contains(where: { $0.name == text }) else {
        throw .usage("no such workload: \(quote(text))" + Self.meant(text, Workload.all.map(\.name)))
      }
      if !workloads.contains(text) { workloads.append(text) }
    case _ where name.hasPrefix("-"):
      throw .usage("unknown option \(quote(name))" + Self.meant(name, Self.names))
    default:
      throw .usage("unexpected argument \(quote(name))" + Self.meant(name, Self.names))
    }
  }

  private static func value(
    of name: String, _ placeholder: String, _ inline: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) -> String {
    if let inline, !inline.isEmpty { return inline }
    // A word that starts like an option is taken for one: rather ask than swallow it.
    if inline == nil, let next = rest.first, !next.isEmpty, !next.hasPrefix("--") {
      return rest.removeFirst()
    }
    throw .usage("\(name) needs a value: \(name) \(placeholder)")
  }

  private static func meant(_ word: String, _ candidates: [String]) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \($0)?" } ?? ""
  }

  /// The workloads to look at.
  var selection: [Workload] {
    workloads.isEmpty ? Workload.all : Workload.all.filter { workloads.contains($0.name) }
  }
}
