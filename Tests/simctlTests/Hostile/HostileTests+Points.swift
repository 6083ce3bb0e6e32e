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
    private static let marks = "a" + String(repeating: "\u{301}\u{316}", count: 1 << 20)

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
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
          peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 4 }] }], host: { setup: 'none' },
          transfers: [\(transfers.joined(separator: ",\n"))],
          expect: [\((0..<count).map { "{ transfer: 't\($0)', frames: \(1 + $0 % 2) }" }.joined(separator: ",\n"))] }
        """
      try hostile.write("many.json5", text)
      let run = try hostile.simctl("run", "--format", "json", "many.json5")
      #expect(run.exitCode == 0, "\(run.stderr.prefix(1000))")
      #expect(run.stdout.contains("\"comparisons\": [],"))
    }

    /// So much address space does the tool take with nothing to read, and 20 times the longest file.
    private static let addressSpaceKiB = 100_000 + 20 * (16 << 10)

    /// 16 MiB of one kind each, or as many values as there may be: whatever it is, reading it takes at most 320 MiB.
    @Test(arguments: [
      "regions", "regions to the end", "expectations", "keys", "brackets", "values of an axis",
      "hexadecimal digits",
    ])
    func readingTakesAtMostTwentyTimesTheLongestFile(kind: String) throws {
      let size = 16 << 20
      func filled(_ before: String, _ item: (Int) -> String, most: Int, _ after: String) -> String {
        var text = "{ format: 'simctl-scenario/1', bus: { clockHz: 4800000, rows: 50, columns: 4 }, \(before)"
        for number in 0..<most where text.utf8.count < size - 1000 {
          text += item(number)
          text += ","
        }
        return text + after + " }"
          + String(repeating: " ", count: size - text.utf8.count - after.utf8.count - 2)
      }
      let transfers = "transfers: [{ via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 1 }]"
      let rest = "peripherals: [{ device: 1, dp0: {} }], \(transfers)"
      let text =
        switch kind {
        case "regions":
          filled(
            "\(transfers), peripherals: [{ device: 1, memory: [", { "{address:\(0x2000 + $0),bytes:1}" },
            most: 340_000, "] }]")
        case "regions to the end":
          filled(
            "\(transfers), peripherals: [{ device: 1, memory: [",
            { "{address:\(0x2000 + 2 * $0),bytes:1}" + String(repeating: " ", count: 20) }, most: 345_000,
            "] }]")
        case "brackets":
          filled(
            "\(rest), sweep: { seed: [",
            { _ in
              String(repeating: "[", count: 55) + String(repeating: " ", count: 760)
                + String(repeating: "]", count: 55)
            },
            most: 18_900, "] }")
        case "expectations":
          filled("\(rest), expect: [", { _ in "{transfer:'transfer1',framesAtMost:100}" }, most: 100_000, "]")
        case "keys": filled("\(rest), host: {", { "key1234567890_\($0):1" }, most: 1_000_000, "}")
        case "values of an axis": filled("\(rest), sweep: { seed: [", { "\($0)" }, most: 1_000_000, "] }")
        default:
          filled(
            "peripherals: [{ device: 1 }], transfers: [{ via: 'bra', op: 'write', device: 1, address: 0, data: { hex: '",
            { _ in "" }, most: 0, String(repeating: "7E", count: (size - 1000) / 2) + "' } }]")
        }
      try hostile.write("large.json5", text)
      let run = try hostile.script("ulimit -v \(Self.addressSpaceKiB); $SIMCTL check --jobs 1 large.json5")
      #expect([0, 65].contains(run.exitCode), "\(kind): \(run.stderr.prefix(300))")
      #expect(run.stderr.contains("large.json5"))
    }
  }
}
