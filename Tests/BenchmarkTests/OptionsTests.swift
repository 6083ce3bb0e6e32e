import Testing

@testable import benchmark

/// The command line of the benchmark.
@Suite struct OptionsTests {
  private func message(_ words: String...) -> String? {
    do throws(Failure) {
      _ = try Options(words)
      return nil
    } catch {
      #expect(error.code == 64)
      return error.message
    }
  }

  @Test func defaults() throws {
    let options = try Options([])
    #expect(options.mode == .measure)
    #expect(options.selection == Workload.all)
    #expect(options.rounds == nil)
    #expect(options.json == nil)
  }

  @Test func allOptions() throws {
    let options = try Options([
      "--check", "--workload", "bra-read-64x8", "--workload=bra-write-48x4", "--rounds", "7", "--json", "-",
      "--workload", "bra-read-64x8",
    ])
    #expect(options.mode == .check)
    #expect(options.workloads == ["bra-read-64x8", "bra-write-48x4"])
    #expect(options.selection.map(\.name) == ["bra-write-48x4", "bra-read-64x8"])
    #expect(options.rounds == 7)
    #expect(options.json == "-")
    #expect(try Options(["--record"]).mode == .record)
    #expect(try Options(["--check", "--help"]).mode == .help)
  }

  @Test func misspeltWords() {
    #expect(message("--chekc") == "unknown option \"--chekc\"; did you mean --check?")
    #expect(message("check") == "unexpected argument \"check\"; did you mean --check?")
    #expect(message("--round=3") == "unknown option \"--round\"; did you mean --rounds?")
    #expect(message("--frobnicate") == "unknown option \"--frobnicate\"")
    #expect(
      message("--workload", "bra-write-64x61")
        == "no such workload: \"bra-write-64x61\"; did you mean bra-write-64x16?")
  }

  @Test func valuesThatDoNotFit() {
    for text in ["0", "100", "-1", "many", "1e3", ""] {
      #expect(message("--rounds=" + text) != nil, "\(text)")
    }
    #expect(message("--rounds") == "--rounds needs a value: --rounds N")
    #expect(message("--json", "--check") == "--json needs a value: --json FILE")
    #expect(message("--json", "a", "--json", "b") == "--json is given twice")
    #expect(message("--check=yes") == "--check takes no value")
    #expect(message("") != nil)
  }

  @Test func modesThatExclude() {
    #expect(message("--check", "--record") == "--check and --record exclude each other")
    #expect(message("--record", "--rounds", "3") != nil)
    #expect(message("--record", "--workload", "bra-read-64x8") != nil)
    #expect(message("--record", "--json", "x") != nil)
  }

  @Test(arguments: [
    ChildTask.engine(.frame, workload: "bra-write-64x16", bytes: 4096), .breakeven(jobs: 2),
    .program(["simctl", "run", "--quiet"], times: 3),
  ])
  func childTasksAreReadAsTheyAreWritten(task: ChildTask) throws {
    #expect(try Options(task.words).mode == .child(task))
  }

  @Test func childTasksThatMakeNoSense() {
    #expect(message("--child") != nil)
    #expect(message("--child", "engine", "frame", "no-such", "1") != nil)
    #expect(message("--child", "breakeven", "0") != nil)
    #expect(message("--child", "program", "3") != nil)
  }
}
