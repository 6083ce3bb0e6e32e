internal import Foundation

/// What the command line takes from the start of its process to the end.
struct CommandLineLoad {
  private let simctl: String
  private let rounds: Int

  /// The traces that are looked at, by option.
  enum Trace: String, CaseIterable {
    case levels = "--levels"
    case vcd = "--vcd"
  }

  /// What a run took, in words and in numbers.
  struct Result {
    let line: String
    let figures: [Figure]
  }

  /// The program beside the benchmark, run so many times.
  init(rounds: Int) {
    simctl = URL(filePath: Subprocess.own).deletingLastPathComponent().appending(path: "simctl").path()
    self.rounds = rounds
  }

  /// Whether it is there.
  var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: simctl) }

  /// A 1 MiB download that nobody watches, at 64x16.
  func download() throws(Failure) -> Result {
    let report = try run(rows: 64, columns: 16, clockHz: 12_288_000, [])
    return Result(
      line: "simctl run, 1 MiB download at 64x16, start to report: "
        + "\(format(1000 * report.seconds, 0)) ms of user time, \(format(report.peakMebibytes, 1)) MiB",
      figures: [
        Figure("simctl-run-download-64x16/user-time", report.seconds, "s", "process start to report"),
        Figure("simctl-run-download-64x16/memory", report.peakMebibytes, "MiB", "peak"),
      ])
  }

  /// The same at 50x4, with a trace that goes to the null device.
  func trace(_ trace: Trace) throws(Failure) -> Result {
    let report = try run(rows: 50, columns: 4, clockHz: 4_800_000, [trace.rawValue, "/dev/null"])
    // 8 bytes in a frame of 200 slots, and Linux's 39 commands.
    let speed = Double((1 << 17) + 39) * 200 / report.seconds
    return Result(
      line:
        "simctl run \(trace.rawValue), 1 MiB download at 50x4: \(format(speed / 1e6, 0)) Mslots/s of user time",
      figures: [
        Figure("simctl-run\(trace.rawValue)/speed", speed, "slots/s", "of user time, process start to report")
      ])
  }

  private func run(
    rows: Int, columns: Int, clockHz: Int, _ options: [String]
  ) throws(Failure) -> ChildReport {
    let folder = try TemporaryFolder()
    let scenario = try folder.write(
      Self.scenario(rows: rows, columns: columns, clockHz: clockHz), to: "download.json5")
    let command = [simctl, "run", "--quiet", "--output", folder.path + "/report"] + options + [scenario]
    return try Subprocess.report(of: .program(command, times: rounds))
  }

  private static func scenario(rows: Int, columns: Int, clockHz: Int) -> String {
    """
    {
      format: "simctl-scenario/1",
      name: "1 MiB download",
      bus: { clockHz: \(clockHz), rows: \(rows), columns: \(columns) },
      peripherals: [{ device: 1, memory: [{ address: 0x44000000, bytes: 0x100000 }], dp0: {} }],
      host: { model: "ideal", setup: "linux" },
      transfers: [
        { name: "bulk", via: "bra", op: "write", device: 1, address: 0x44000000,
          data: { pattern: "counter", bytes: 0x100000 } },
      ],
      expect: [{ transfer: "bulk", status: "ok" }],
    }
    """
  }
}
