import Foundation
import FrameSim
import Scenario
import Testing

/// The break-evens of seven shapes by nine set-ups, computed elsewhere by the closed form, out of simulation.
@Suite struct LinuxBreakevenTests {
  struct Table: Decodable {
    struct Row: Decodable, Hashable {
      var rows: Int
      var columns: Int
      var bytesPerFrame: Int
      var setupFrames: Int
      var breakEvenBytes: Int
    }
    var rows: [Row]
  }

  /// The set-ups by the frames they take: commands, and waits of 6 or 12 frames at each bank switch.
  static let setups: [Int: String] = [
    4: "setup: { commands: 4 }", 14: "setup: { commands: 14 }",
    26: "setup: { commands: 14 }, syncWaitFrames: 6", 38: "setup: { commands: 14 }, syncWaitFrames: 12",
    39: "", 63: "syncWaitFrames: 6", 87: "syncWaitFrames: 12",
    47: "setup: { commands: 47 }", 707: "setup: { commands: 707 }",
  ]

  static func table() throws -> [Table.Row] {
    let file = Golden.fixtures.appending(path: "breakeven_linux.json")
    return try JSONDecoder().decode(Table.self, from: Data(contentsOf: file)).rows
  }

  /// All rows in a release build; a debug build has time for some of the shape that the literature argues with.
  static func isLookedAt(_ row: Table.Row) -> Bool {
    #if DEBUG
      row.rows == 50 && row.columns == 4 && [4, 39, 87].contains(row.setupFrames)
    #else
      true
    #endif
  }

  @Test func theTableHas7ShapesBy9SetUps() throws {
    let rows = try Self.table()
    #expect(Set(rows.map { "\($0.rows)x\($0.columns)" }).count == 7)
    #expect(Set(rows.map(\.setupFrames)) == Set(Self.setups.keys))
    #expect(Set(rows).count == 63)
  }

  @Test func theTableComesOutOfSimulation() throws {
    for row in try Self.table() where Self.isLookedAt(row) {
      let host = try #require(Self.setups[row.setupFrames])
      // That program knows no synchronisation points.
      let scenario = try HostScenarioTests.scenario(
        host: host, rows: row.rows, columns: row.columns, sync: 0)
      let request = try #require(scenario.breakeven)
      let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
      #expect(point.breakEvenBytes == row.breakEvenBytes, "\(row)")
      #expect(point.bytesPerFrame == Double(row.bytesPerFrame), "\(row)")
      #expect(point.setupFrames == UInt64(row.setupFrames), "\(row)")
      #expect(point.agrees, "\(row)")
    }
  }
}
