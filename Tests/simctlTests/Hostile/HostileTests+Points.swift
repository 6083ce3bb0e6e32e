import Foundation
import Testing

/// Files that are large, or have many points: looked at in seconds, within bounds of memory. Where one of these takes what it once
/// took, the time limit ends it.
extension HostileTests {
  @Suite(.timeLimit(.minutes(5))) struct PointsTests {
    let hostile: HostileTests

    init() throws { hostile = try HostileTests() }

    private static func list(_ values: some Sequence<Int>) -> String {
      "[" + values.map(String.init).joined(separator: ",") + "]"
    }

    /// A scenario with so many transfers, which are `own` and then all alike.
    private static func scenario(
      transfers: Int, _ own: String = "data: { pattern: 'counter', bytes: 4 }", sweep: String
    ) -> String {
      let others = (1..<max(1, transfers)).map {
        "{ name: 't\($0)', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { hex: 'FF' } }"
      }
      return """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
          peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 0x2000 }], dp0: {} }], host: { setup: 'none' },
          transfers: [\((["{ name: 't0', via: 'bra', op: 'write', device: 1, address: 0x2000, \(own) }"] + others).joined(separator: ",\n"))],
          sweep: \(sweep) }
        """
    }

    /// Axes of a thousand values each, which in turn change what nothing, little and much depends on.
    @Test(arguments: [
      "host.syncWaitFrames", "bus.clockHz", "seed", "transfers[0].address", "transfers[0].device",
    ])
    func aMillionPointsAreLookedAtAtOnce(path: String) throws {
      let values =
        path == "transfers[0].device" ? (0..<1000).map { 1 + $0 % 11 } : Array(10_000..<11_000)
      let sweep = "{ '\(path)': \(Self.list(values)), 'transfers[0].data.bytes': \(Self.list(1...1000)) }"
      for transfers in [1, 10_000] {
        try hostile.write("many.json5", Self.scenario(transfers: transfers, sweep: sweep))
        let run = try hostile.simctl("check", "--jobs", transfers == 1 ? "1" : "2", "many.json5")
        #expect(run.exitCode == 0)
        #expect(run.stderr.hasSuffix("many.json5: fine\n"))
        #expect(run.stderr.contains("device 5 is not listed") == (path == "transfers[0].device"))
      }
    }

    @Test func theFirstRowOfAMillionComesAtOnce() throws {
      try hostile.write(
        "many.json5",
        Self.scenario(
          transfers: 1,
          sweep:
            "{ 'bus.clockHz': \(Self.list(10_000..<11_000)), 'transfers[0].data.bytes': \(Self.list(1...1000)) }"
        ))
      let run = try hostile.script(
        "$SIMCTL sweep --jobs 2 many.json5 2> err | head -2; grep -v 'warning: this will take' err")
      #expect(run.stdout.split(separator: "\n").count == 2)
    }

    @Test func theLastPointOfAMillionIsFoundBad() throws {
      try hostile.write(
        "many.json5",
        Self.scenario(
          transfers: 1000,
          sweep:
            "{ 'bus.clockHz': \(Self.list(1..<1001)), 'transfers[0].name': [\((1...999).map { "'n\($0)'" }.joined(separator: ",")), 't7'] }"
        ))
      let run = try hostile.simctl("check", "many.json5")
      #expect(run.exitCode == 65)
      #expect(
        run.stderr.contains(
          "point 1000 of the sweep (bus.clockHz = 1, transfers[0].name = \"t7\"): transfers[7].name: "
            + "the name \"t7\" is already that of transfers[0]; names are unique"))
    }

    /// A text in which many marks stand on one letter: compared as people see it, it takes minutes.
    private static let marks = "a" + String(repeating: "\u{301}\u{316}", count: 1 << markBits)
    #if DEBUG
      private static let markBits = 18
    #else
      private static let markBits = 20
    #endif

    @Test(arguments: [
      "KEY: 1", "'KEY': 1", "name: 'KEY'", "format: 'KEY'", "host: { setup: 'KEY' }",
      "host: { 'KEY': 1, 'KEY': 2 }",
      "expect: [{ transfer: 'KEY', status: 'ok' }]", "sweep: { 'KEY': [1] }", "sweep: { host: [{ KEY: 1 }] }",
      "sweep: { 'transfers[0].data.file': ['KEY'] }", "sweep: { seed: 'KEY' }", "bus: KEY",
    ])
    func textsOfManyMarksAreComparedByTheirBytes(member: String) throws {
      let text = HostileTests.scenario(
        data: "{ hex: '00' }", more: member.components(separatedBy: "KEY").joined(separator: Self.marks))
      try hostile.write("marks.json5", text)
      let run = try hostile.simctl("check", "marks.json5")
      #expect([65, 66].contains(run.exitCode), "\(member)")
      #expect(run.stderr.utf8.count < 20_000)
    }

    @Test func namesThatLookTheSameAreDifferent() throws {
      let transfers = ["\u{E9}", "e\u{301}"].map {
        "{ name: '\($0)', via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 1 }"
      }
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
          peripherals: [{ device: 1, dp0: {} }], transfers: [\(transfers.joined(separator: ", "))],
          expect: [{ transfer: 'e\u{301}', status: 'failed' }] }
        """
      try hostile.write("same.json5", text)
      let run = try hostile.simctl("run", "--format", "csv", "same.json5")
      #expect(run.exitCode == 1)
      let verdicts = run.stdout.split(separator: "\n").dropFirst().map { $0.hasSuffix(",true") }
      #expect(verdicts == [false, true])
    }

    @Test func tenThousandTransfersWithAsManyExpectationsRun() throws {
      let count = 10_000
      let transfers = (0..<count).map {
        "{ name: 't\($0)', via: '\($0 % 2 == 0 ? "bra" : "column0")', op: 'read', device: 1, address: 0x2000, "
          + "bytes: \(1 + $0 % 2) }"
      }
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4, sspEverySeconds: 0 },
          peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 4 }] }], host: { setup: 'none' },
          transfers: [\(transfers.joined(separator: ",\n"))],
          expect: [\((0..<count).map { "{ transfer: 't\($0)', frames: \(1 + $0 % 2) }" }.joined(separator: ",\n"))] }
        """
      try hostile.write("many.json5", text)
      let run = try hostile.simctl("run", "--format", "json", "many.json5")
      #expect(run.exitCode == 0, "\(run.stderr.prefix(1000))")
      #expect(run.stdout.contains("\"comparisons\": [],"))
    }

    /// So much address space does the tool take with nothing to read.
    private static let emptyKiB = 100_000
    /// Long enough to stand out from that; what is not optimized reads too slowly for it.
    #if DEBUG
      private static let size = 1 << 17
    #else
      private static let size = 2 << 20
    #endif

    /// Full of one kind each, as many as there may be: whatever it is, reading it takes at most 20 times its length.
    @Test(arguments: [
      "regions", "expectations", "keys", "brackets", "lists of one", "objects", "values of an axis",
      "tuples of an axis",
      "hexadecimal digits",
    ])
    func readingTakesAtMostTwentyTimesTheFile(kind: String) throws {
      let transfers = "transfers: [{ via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 1 }]"
      let rest = "peripherals: [{ device: 1, dp0: {} }], \(transfers)"
      let (before, item, most, after): (String, (Int) -> String, Int, String) =
        switch kind {
        case "regions":
          (
            "\(transfers), peripherals: [{ device: 1, memory: [", { "{address:\(0x2000 + $0),bytes:1}" },
            340_000,
            "] }]"
          )
        case "expectations": ("\(rest), expect: [", { _ in "{transfer:'transfer1',frames:9}" }, 100_000, "]")
        case "keys": ("\(rest), host: {", { "k\($0):1" }, 500_000, "}")
        case "brackets":
          (
            "\(rest), x: [",
            { _ in String(repeating: "[", count: 60) + String(repeating: "]", count: 60) }, 17_000, "]"
          )
        case "lists of one": ("\(rest), x: [", { _ in "[1]" }, 500_000, "]")
        case "objects": ("\(rest), x: [", { _ in "{a:1}" }, 500_000, "]")
        case "values of an axis": ("\(rest), sweep: { seed: [", { "\($0 % 10)" }, 1_000_000, "] }")
        case "tuples of an axis": ("\(rest), sweep: { 'seed,policy': [", { _ in "[1,{}]" }, 300_000, "] }")
        default:
          (
            "peripherals: [{ device: 1 }], transfers: [{ via: 'bra', op: 'write', device: 1, address: 0, data: { hex: '",
            { _ in "7E7E7E7E7E7E7E7E7E7E7E7E7E7E" }, 1_000_000, "' } }]"
          )
        }
      let between = kind == "hexadecimal digits" ? "" : ","
      let size = Self.size
      var text = "{ format: 'simctl-scenario/1', bus: { clockHz: 4800000, rows: 50, columns: 4 }, \(before)"
      var number = 0
      while number < most, text.utf8.count < size {
        text += item(number)
        text += between
        number += 1
      }
      text += after + " }"
      try hostile.write("large.json5", text)
      let limit = Self.emptyKiB + 20 * (text.utf8.count >> 10)
      for options in ["", "--expand --output /dev/null"] {
        let run = try hostile.script("ulimit -v \(limit); $SIMCTL check --jobs 1 \(options) large.json5")
        #expect([0, 65].contains(run.exitCode), "\(kind): \(run.stderr.prefix(300))")
        #expect(run.exitCode == 0 || run.stderr.contains("large.json5"))
      }
    }
  }
}
