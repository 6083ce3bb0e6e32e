internal import Foundation
internal import FrameSim

/// Counts instructions per slot under valgrind.
///
/// Each workload runs at two lengths; the difference is that of the added frames, without the start of the process.
/// The program is a copy without debug sections, which valgrind may be too old to read.
struct InstructionCounter {
  private let folder: TemporaryFolder
  private let valgrind: String
  private let program: String

  /// What the longer run has more, in slots: enough that the rest of the process does not show.
  private static let slots = 1 << 20

  /// Prepares the copy; throws a sentence for the report where that is not possible here.
  init() throws(Failure) {
    guard let valgrind = Subprocess.find("valgrind") else { throw .failed("valgrind is not installed") }
    guard let strip = Subprocess.find("strip") else { throw .failed("strip (of binutils) is not installed") }
    folder = try TemporaryFolder()
    self.valgrind = valgrind
    program = folder.path + "/benchmark"
    guard try Subprocess([strip, "-g", "-o", program, Subprocess.own]).exitCode == 0 else {
      throw .failed("the benchmark cannot be stripped for valgrind")
    }
  }

  /// Instructions per slot of one contender.
  func count(_ contender: Contender, _ workload: Workload) throws(Failure) -> Double {
    let block = Double(workload.bytesPerFrame)
    let step = Int(block * (Double(Self.slots) / Double(workload.shape.slots)).rounded(.up))
    let short = try run(contender, workload, bytes: step / 2)
    let long = try run(contender, workload, bytes: step / 2 + step)
    guard long.slots > short.slots else {
      throw .failed("\(workload.name) is too short to count instructions")
    }
    return Double(long.instructions - short.instructions) / Double(long.slots - short.slots)
  }

  private func run(
    _ contender: Contender, _ workload: Workload, bytes: Int
  ) throws(Failure) -> (instructions: Int, slots: UInt64) {
    let log = folder.path + "/log"
    let report = try Subprocess.report(
      of: .engine(contender, workload: workload.name, bytes: bytes), program: program,
      under: [
        valgrind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
        "--log-file=\(log)",
      ],
      // Hash tables of the Swift library would else be different in each run.
      environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    guard let instructions = Self.instructions(inLog: text), let slots = report.slots else {
      throw .failed("valgrind did not say how many instructions ran")
    }
    return (instructions, slots)
  }

  /// The count in valgrind's log: `==1== I   refs:      14,019,390`.
  static func instructions(inLog text: String) -> Int? {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 4, words[1] == "I", words[2] == "refs:" else { continue }
      return Int(words[3].filter { $0 != "," })
    }
    return nil
  }
}
