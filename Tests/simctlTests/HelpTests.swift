import Foundation
import Testing

@Suite struct HelpTests {
  @Test(arguments: [
    GoldenCall("help/overview", "--help"),
    GoldenCall("help/help", "help", "help"),
    GoldenCall("help/run", "run", "--help"),
    GoldenCall("help/sweep", "sweep", "--help"),
    GoldenCall("help/schema", "schema", "--help"),
    GoldenCall("help/breakeven", "breakeven", "--help"),
    GoldenCall("help/check", "check", "--help"),
    GoldenCall("help/bra", "bra", "--help"),
    GoldenCall("help/bra-encode", "bra", "encode", "--help"),
    GoldenCall("help/bra-decode", "bra", "decode", "--help"),
    GoldenCall("help/dma", "dma", "--help"),
    GoldenCall("help/dma-decode", "dma", "decode", "--help"),
    GoldenCall("help/dma-encode", "dma", "encode", "--help"),
    GoldenCall("help/dma-diff", "dma", "diff", "--help"),
    GoldenCall("help/version", "--version"),
  ])
  func page(call: GoldenCall) throws { try call.check() }

  /// Every way to ask gives the same page, whatever else stands there.
  @Test(
    arguments: [
      (["--help"], [["-h"], ["help"], ["--quiet", "-h"]]),
      (["bra", "--help"], [["bra", "-h"], ["help", "bra"], ["--help", "bra"]]),
      (
        ["bra", "decode", "--help"],
        [
          ["bra", "decode", "-h"], ["help", "bra", "decode"], ["--help", "bra", "decode"],
          ["bra", "decode", "xyz", "--nonsense", "--help"], ["--no-color", "bra", "decode", "-h"],
        ]
      ),
    ] as [([String], [[String]])])
  func waysToAsk(first: [String], others: [[String]]) throws {
    let page = try Simctl(first)
    #expect(page.exitCode == 0)
    #expect(page.stderr.isEmpty)
    for other in others {
      let same = try Simctl(other)
      #expect(same.stdout == page.stdout, "\(other)")
      #expect(same.exitCode == 0, "\(other)")
    }
  }

  /// Help starts with an example, and no example fails.
  @Test func examplesComeFirstAndWork() throws {
    let overview = try Simctl(["--help"]).stdout
    let table =
      overview.components(separatedBy: "Commands:\n").last?.components(separatedBy: "\n\n").first ?? ""
    // A line that starts deeper goes on with the sentence above.
    let commands = table.split(separator: "\n").filter { !$0.hasPrefix("   ") }
      .compactMap { $0.components(separatedBy: "  ").first { !$0.isEmpty } }
    #expect(commands.count >= 3)
    for command in commands {
      let page = try Simctl(["help"] + command.split(separator: " ").map(String.init)).stdout
      #expect(page.hasPrefix("Example"), "\(command)")
      #expect(
        page.split(separator: "\n").dropFirst().first?.hasPrefix("  simctl \(command)") == true, "\(command)")
    }
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for example in overview.split(separator: "\n") where example.hasPrefix("  simctl ") {
      let script = example.replacingOccurrences(of: "  simctl", with: "\"$SIMCTL\"")
      #expect(try Simctl(script: script, directory: root).exitCode == 0, "\(example)")
    }
  }
}
