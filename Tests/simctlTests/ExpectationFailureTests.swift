import Foundation
import Testing

/// What ends with exit code 1 says why, whatever the format and wherever the data go.
@Suite struct ExpectationFailureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scenario(_ expect: String, more: String = "", address: String = "0x2000") throws -> String {
    let text = """
      { format: "simctl-scenario/1", name: "s", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 4096, access: "ro" }], dp0: {} }],
        transfers: [{ name: "good", via: "bra", op: "read", device: 1, address: \(address), bytes: 20 },
          { name: "bad one", via: "bra", op: "write", device: 1, address: 0x2000, data: { hex: "00" } }],
        expect: [\(expect)], \(more) }
      """
    try Data(text.utf8).write(to: folder.url.appending(path: "s.json5"))
    return "s.json5"
  }

  private static let named = "{ transfer: 'bad one', status: 'failed' }"

  @Test(arguments: ["text", "json", "csv"])
  func failedExpectationsAreSaid(format: String) throws {
    let file = try scenario(
      "\(Self.named), { transfer: 'good', framesAtMost: 3 }, { total: true, framesAtLeast: 9999 }")
    let run = try Simctl(["run", "-qo", "/dev/null", "--format", format, file], directory: folder.url)
    #expect(run.exitCode == 1)
    #expect(
      run.stderr == """
        simctl: error: s.json5: good: frames is 42, expected at most 3
        simctl: error: s.json5: total: frames is 82, expected at least 9999

        """)
  }

  /// Failures that nobody expects: the status is said, and the warning names the transfer.
  @Test func unexpectedFailures() throws {
    let run = try Simctl(["run", "-o", "/dev/null", try scenario("")], directory: folder.url)
    #expect(run.exitCode == 1)
    #expect(
      run.stderr == """
        simctl: warning: s.json5: transfer "bad one": EIO: the block at byte 0 was answered Bad
        simctl: error: s.json5: bad one: status is "failed", expected "ok"

        """)
  }

  /// A failure that `expect` names, by status or by its error, is no surprise.
  @Test(arguments: [
    (named, true), ("{ transfer: 'bad one', error: 'EIO' }", true),
    ("\(named), { transfer: 'bad one', error: 'EIO' }", true),
    ("{ transfer: 'bad one', error: 'EINVAL' }", false), ("{ transfer: 'good', status: 'ok' }", false),
  ])
  func expectedFailuresDoNotWarn(expect: String, isNamed: Bool) throws {
    let run = try Simctl(["run", "--format", "json", try scenario(expect)], directory: folder.url)
    #expect(run.exitCode == (isNamed ? 0 : 1))
    #expect(run.stderr.contains("warning") == !isNamed)
    #expect(run.stdout.contains("\"warnings\": []") == isNamed)
  }

  @Test func manyFailuresAreCounted() throws {
    let limits = (0..<50).map { "{ transfer: 'good', framesAtMost: \($0 % 30) }" }.joined(separator: ", ")
    let run = try Simctl(
      ["run", "-o", "/dev/null", try scenario("\(Self.named), \(limits)")], directory: folder.url)
    let lines = run.stderr.split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines.last == "simctl: error: s.json5: and 30 more expectations do not hold")
  }

  @Test func sweepsNameTheFirst() throws {
    let file = try scenario(
      "\(Self.named), { transfer: 'good', framesAtMost: 42 }",
      more: "sweep: { 'transfers[0].bytes': [8, 200, 300] }")
    let run = try Simctl(["sweep", "-qo", "/dev/null", "-j1", file], directory: folder.url)
    #expect(run.exitCode == 1)
    let lines = run.stderr.split(separator: "\n")
    #expect(
      lines.first?.hasPrefix(
        "simctl: error: point 2 of the sweep (transfers[0].bytes = 200): good: frames is ") == true)
    #expect(lines.last == "simctl: error: an expectation does not hold in 2 of 6 rows")
  }

  /// A point that cannot be compared is named.
  @Test func breakEvensNameThePoint() throws {
    let file = try scenario(
      Self.named,
      more:
        "breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 8 }, sweep: { 'breakeven.device': [1, 14] }"
    )
    let run = try Simctl(["breakeven", "-qo", "/dev/null", file], directory: folder.url)
    #expect(run.exitCode == 1)
    #expect(run.stderr.contains("simctl: error: s.json5: breakeven.device = 14: E"), "\(run.stderr)")
  }
}
