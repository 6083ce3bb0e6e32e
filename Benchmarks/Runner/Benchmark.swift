internal import CPeer
internal import Foundation
internal import FrameSim

/// Measures both engines against the bit-serial C peer: `benchmark [--check]`.
@main
enum Benchmark {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments {
    case []: table()
    case ["--check"]: check()
    default:
      print("usage: benchmark [--check]")
      exit(64)
    }
  }

  private static func table() {
    for workload in Workload.all { show(Row(workload, rounds: 5)) }
    print("peak memory \(peakMemory) MiB")
  }

  private static func show(_ row: Row) {
    print(
      String(
        format: "%@: C %.0f, slot %.0f (x%.2f), frame %.0f Mslots/s (x%.1f), %.0f times real time%@",
        row.workload.name, row.peer / 1e6, row.slot / 1e6, row.slotRatio, row.frame / 1e6, row.frameRatio,
        row.frame / row.workload.slotRateHz, row.agrees ? "" : ", DISAGREES"))
  }

  /// Peak resident memory of this process.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }

  private static func check() {
    guard sdw_peer_optimisation() == 3 else {
      print("the C peer was not built with -O3; build with: swift build -c release -Xcc -O3")
      exit(1)
    }
    guard let floors = try? Floors.load("Benchmarks/floors.json") else {
      print("Benchmarks/floors.json cannot be read; run from the package's folder")
      exit(1)
    }
    var failures: [String] = []
    var speeds: [String: Double] = [:]
    for workload in Workload.all {
      // A shared machine may be busy in one of the three just then: what falls short is measured again.
      var row = Row(workload, rounds: 3)
      for rounds in [5, 9, 15] where !Self.failures(of: row, floors).isEmpty && row.agrees {
        row = Row(workload, rounds: rounds)
      }
      show(row)
      speeds[workload.name] = row.frame
      failures += Self.failures(of: row, floors)
    }
    let slowdown = (speeds["bra-write-64x16"] ?? 0) / (speeds["bra-write-64x16-11-peripherals"] ?? 1)
    if slowdown > floors.elevenPeripheralsSlowdown {
      failures.append("eleven Peripherals are \(slowdown) times slower than one")
    }
    for failure in failures { print("FAILED: \(failure)") }
    exit(failures.isEmpty ? 0 : 1)
  }

  /// What of a row falls short.
  private static func failures(of row: Row, _ floors: Floors) -> [String] {
    let name = row.workload.name
    var failures: [String] = []
    if !row.agrees { failures.append("\(name): levels or counts differ") }
    if let floor = floors.frame[name], row.frameRatio < floor {
      failures.append("\(name): frame engine x\(row.frameRatio), floor \(floor)")
    }
    if row.workload.peripherals == 1, row.slotRatio < floors.slot {
      failures.append("\(name): slot engine x\(row.slotRatio), floor \(floors.slot)")
    }
    return failures
  }
}
