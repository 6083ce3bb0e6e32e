import Testing

/// Every diagnostic of the command line itself.
@Suite struct UsageTests {
  @Test(arguments: [
    GoldenCall("usage/no-command"),
    GoldenCall("usage/only-quiet", "--quiet"),
    GoldenCall("usage/unknown-command", "rnu", "file.json5"),
    GoldenCall("usage/misspelt-command", "hlep"),
    GoldenCall("usage/misspelt-group", "bar", "decode"),
    GoldenCall("usage/group-alone", "bra"),
    GoldenCall("usage/misspelt-in-group", "bra", "decod", "00"),
    GoldenCall("usage/option-before-command", "--versoin"),
    GoldenCall("usage/help-unknown", "help", "bra", "encoed"),
    GoldenCall("usage/help-too-long", "help", "help", "bra"),
    GoldenCall("usage/misspelt-option", "bra", "encode", "--devise", "2"),
    GoldenCall("usage/unknown-option", "bra", "decode", "--frobnicate", "00"),
    GoldenCall("usage/unknown-short-option", "bra", "decode", "-x", "00"),
    GoldenCall("usage/value-missing", "bra", "decode", "00", "--output"),
    GoldenCall("usage/value-is-an-option", "bra", "decode", "00", "--output", "--quiet"),
    GoldenCall("usage/value-for-a-switch", "bra", "decode", "--quiet=yes", "00"),
    GoldenCall("usage/option-twice", "bra", "decode", "--format", "text", "--format=json", "00"),
    GoldenCall("usage/not-a-choice", "bra", "decode", "--format", "jsn", "00"),
    GoldenCall("usage/empty-choice", "bra", "decode", "--format=", "00"),
    GoldenCall("usage/operand-missing", "bra", "decode"),
    GoldenCall("usage/operand-too-many", "bra", "encode", "--device", "1", "CA"),
    GoldenCall("usage/run-nothing", "run"),
    GoldenCall("usage/run-window-without-vcd", "run", "--trace-from", "1", "a.json5"),
    GoldenCall("usage/run-annotate-without-vcd", "run", "--vcd-annotate", "a.json5"),
    GoldenCall(
      "usage/run-empty-window", "run", "--vcd", "a.vcd", "--trace-from", "2", "--trace-to", "1", "a.json5"),
    GoldenCall("usage/run-trace-of-two", "run", "--levels", "levels", "a.json5", "b.json5"),
    GoldenCall("usage/run-same-path", "run", "--levels", "x", "--vcd", "x", "a.json5"),
    GoldenCall("usage/run-engine", "run", "--engine", "slots", "a.json5"),
    GoldenCall("usage/run-seed", "run", "--seed", "-1", "a.json5"),
    GoldenCall("usage/run-missing-file", "run", "a.json5"),
    GoldenCall("usage/check-missing-files", "check", "a.json5", "b.json5"),
    GoldenCall("usage/control-characters", "bra", "decode", "--x\u{1B}[31m"),
  ])
  func diagnostic(call: GoldenCall) throws { try call.check() }

  /// Options before, after and between the operands, values in the same word or the next.
  @Test func orderOfOptionsDoesNotMatter() throws {
    let first = try Simctl(["bra", "decode", "--format", "json", "CA031234567819", "08EDD1EAD908"])
    #expect(first.exitCode == 0)
    for arguments in [
      ["bra", "decode", "CA031234567819", "08EDD1EAD908", "--format=json"],
      ["bra", "decode", "CA031234567819", "--format", "json", "08EDD1EAD908"],
      ["--quiet", "bra", "decode", "--format=json", "--", "CA031234567819", "08EDD1EAD908"],
      ["bra", "decode", "-q", "--no-color", "--format=json", "CA031234567819", "08EDD1EAD908"],
    ] {
      let other = try Simctl(arguments)
      #expect(other.stdout == first.stdout, "\(arguments)")
      #expect(other.stderr.isEmpty, "\(arguments)")
    }
  }

  /// After `--` nothing is an option.
  @Test func operandsBehindTwoDashes() throws {
    let run = try Simctl(["bra", "decode", "--", "--help"])
    #expect(run.exitCode == 64)
    #expect(run.stderr.contains("is not a hexadecimal digit"))
  }
}
