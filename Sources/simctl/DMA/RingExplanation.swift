import FrameSim
import Scenario

/// A BAM's ring descriptor by descriptor, and how many things are wrong with it.
///
/// Descriptors are looked at twice, once to count and once to show, and never kept: a dump may hold millions.
struct RingExplanation {
  /// Up to so many runs of data are shown, if nothing else is asked for.
  static let mostRuns = 20

  let ring: BAMRing
  /// How the file was read.
  let form: DumpForm
  private(set) var problems = ProblemCount("descriptor")
  private(set) var warnings = ProblemCount("descriptor")
  private(set) var dataBytes = 0
  private(set) var runCount = 0

  /// Explains a ring.
  init(_ bytes: [UInt8], form: DumpForm) {
    ring = BAMRing(bytes)
    self.form = form
    for slot in ring {
      problems.add(slot.problems, at: slot.index)
      warnings.add(slot.warnings, at: slot.index)
    }
    for run in ring.runs {
      runCount += 1
      dataBytes += run.byteCount
    }
  }

  /// Whether an engine would get along with it.
  var isSound: Bool { problems.count == 0 && ring.restBytes == 0 && ring.usedSlots > 0 }

  /// What is wrong, each a sentence, the first ones if there are many.
  var sentences: [String] {
    problems.sentences(restBytes: ring.restBytes, isEmpty: ring.usedSlots == 0)
  }
}

/// Sentences about things that are numbered: how many there are, and the first of them.
struct ProblemCount {
  /// What is numbered.
  let noun: String
  private(set) var count = 0
  private(set) var first: [String] = []

  init(_ noun: String) { self.noun = noun }

  /// Takes what is said of one of them.
  mutating func add(_ messages: [String], at index: Int) {
    for message in messages where first.count < BufferExplanation.mostFaults {
      first.append("\(noun) \(index): \(message)")
    }
    count += messages.count
  }

  /// The first sentences, and how many more there are.
  var sentences: [String] { first + (count > first.count ? ["and \(count - first.count) more"] : []) }

  /// The same, and what is wrong with the dump as a whole.
  func sentences(restBytes: Int, isEmpty: Bool) -> [String] {
    var sentences = sentences
    if restBytes > 0 {
      sentences.append(
        "\(plural(restBytes, "byte")) at the end \(restBytes == 1 ? "is" : "are") no whole \(noun)")
    }
    if isEmpty { sentences.append("there is no \(noun) in it") }
    return sentences
  }
}

// MARK: - As text

extension RingExplanation {
  /// Writes the explanation as a person reads it; `isVerbose` shows all runs of data, however many.
  func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    try write("BAM ring: \(plural(ring.bytes.count, "byte")), read as \(form.phrase)\n")
    try write("\(ring.summary); \(plural(ring.unusedSlots, "unused slot"))\n")
    if ring.usedSlots > 0 { try write("\n\(BAMDescriptor.heading)\n") }
    for slot in ring {
      try write(slot.descriptor.line(slot: slot.index) + "\n")
      for problem in slot.problems { try write(Self.remark("! \(problem)")) }
      for warning in slot.warnings { try write(Self.remark("? \(warning)")) }
    }
    if runCount == 0 { return }
    try write("\n  Run  Address       Bytes  Descriptors\n")
    let shown = isVerbose || runCount <= Self.mostRuns ? runCount : Self.mostRuns - 1
    for (number, run) in ring.runs.prefix(shown).enumerated() { try write(Self.line(run, number)) }
    if shown < runCount { try write("... \(runCount - shown) more runs, which --verbose shows\n") }
  }

  /// What is said of a descriptor, below it.
  static func remark(_ text: String) -> String {
    // Most fit, and a dump that is none has millions of them.
    if text.utf8.count <= TextTable.width - 7 { return "       \(text)\n" }
    return DisplayWidth.wrapped(text, first: 7, indent: 2).joined(separator: "\n") + "\n"
  }

  private static func line(_ run: BAMRun, _ number: Int) -> String {
    let place = DisplayWidth.padded("\(number)", to: 5, isLeft: false)
    let bytes = DisplayWidth.padded("\(run.byteCount)", to: 10, isLeft: false)
    let slots = run.first == run.last ? "\(run.first)" : "\(run.first) to \(run.last)"
    return "\(place)  0x\(hex(run.address, digits: 8))\(bytes)  \(slots)\n"
  }
}

extension DumpForm {
  /// How a file was read, in words.
  var phrase: String { self == .binary ? "binary" : "\(rawValue) in hexadecimal" }
}
