import Foundation
import FrameSim
import Scenario
import Testing

/// The result of a run as a table.
@Suite struct RunTableTests {
  @Test func theTableOfARunIsGolden() throws {
    let text = """
      { format: "simctl-scenario/1", name: "a, \\"b\\"", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 64 }] }],
        host: { model: "pio", preset: "intel-2023", syncWaitFrames: 6 },
        transfers: [
          { via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "ones", bytes: 64 } },
          { via: "column0", op: "read", device: 1, address: 0x2000, bytes: 3 },
          { name: "refused", via: "bra", op: "read", device: 0, address: 0, bytes: 1 },
        ],
        expect: [{ transfer: "transfer1", framesAtMost: 1 }, { transfer: "refused", error: "ENODEV" }] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var observer = NoObserver()
    let run = try ScenarioRun.run(scenario, seed: 5, observer: &observer)
    let table = ScenarioRun.csvHeader + "\n" + run.csv
    try Golden.check(table, against: Golden.fixtures.appending(path: "sweeps/run.csv"))
    let columns = ScenarioRun.csvHeader.split(separator: ",").count
    // The name has a comma of its own.
    #expect(
      run.csv.split(separator: "\n").allSatisfy {
        $0.split(separator: ",", omittingEmptySubsequences: false).count == columns + 1
      })
  }

  @Test func quotationMarksUnderOtherMarksAreDoubledToo() throws {
    let text = """
      { format: "simctl-scenario/1", name: 'say "\u{301}x"', bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1 }],
        transfers: [{ via: "column0", op: "read", device: 1, address: 0, bytes: 1 }] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var observer = NoObserver()
    let row = try ScenarioRun.run(scenario, observer: &observer).csv
    #expect(row.utf8.starts(with: "\"say \"\"\u{301}x\"\"\",transfer1,".utf8))
  }
}
