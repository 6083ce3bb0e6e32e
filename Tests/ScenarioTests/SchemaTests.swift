import Foundation
import FrameSim
import Scenario
import Testing

/// Checks of values against the protocol reference.
@Suite struct SchemaTests {
  static func errors(_ text: String) -> [String] {
    do {
      _ = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "")
      return []
    } catch {
      return error.diagnostics.filter { $0.severity == .error }.map(\.message)
    }
  }

  static func scenario(
    clock: String = "4800000", rows: Int = 48, columns: Int = 8, device: String = "{ device: 1 }",
    host: String = ""
  ) -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: \(clock), rows: \(rows), columns: \(columns) },
      peripherals: [\(device)], host: { \(host) },
      transfers: [{ via: "bra", op: "read", device: 1, address: 0, bytes: 1 }] }
    """
  }

  /// A result per transfer: their number bounds the memory of a run.
  @Test func tenThousandTransfersAreTheMost() {
    func text(_ count: Int) -> String {
      let one = #"{ via: "bra", op: "read", device: 1, address: 0, bytes: 1 }"#
      let all = Array(repeating: one, count: count).joined(separator: ",")
      return Self.scenario().replacingOccurrences(of: "transfers: [" + one + "]", with: "transfers: [\(all)]")
    }
    #expect(Self.errors(text(10_000)).isEmpty)
    #expect(
      Self.errors(text(10_001)) == [
        "transfers: 10001 transfers are more than the 10000 a scenario may have"
      ])
  }

  @Test func exactlyThe184ShapesAreTaken() {
    for rows in 40...260 {
      for columns in [1, 2, 3, 16, 18] {
        let isLegal = FrameShape(rows: rows, columns: columns) != nil
        #expect(Self.errors(Self.scenario(rows: rows, columns: columns)).isEmpty == isLegal)
      }
    }
    for shape in FrameShape.all {
      #expect(Self.errors(Self.scenario(rows: shape.rows, columns: shape.columns)).isEmpty, "\(shape)")
    }
  }

  /// The windows of section 9.2, walked slot by slot, against the closed form.
  @Test(arguments: FrameShape.columnCounts)
  func smallestWindowIsThatOfAWalk(columns: Int) {
    for start in 1..<columns {
      for stop in start..<columns {
        for interval in [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 100] {
          let geometry = PortGeometry(
            hStart: start, hStop: stop, sampleInterval: interval, wordLength: 1, blockOffset: 0)
          let windows = (0..<columns).map { window in
            (window * interval..<(window + 1) * interval).count { (start...stop).contains($0 % columns) }
          }
          #expect(geometry.smallestWindow(columns: columns) == windows.min(), "\(geometry)")
        }
      }
    }
  }

  @Test func aBlockMayFillItsWindowAndNoMore() {
    func dp0(_ word: Int, _ offset: Int) -> String {
      Self.scenario(
        host: "dp0: { hStart: 1, hStop: 6, sampleInterval: 12, wordLength: \(word), blockOffset: \(offset) }")
    }
    // Windows of 12 slots at columns 0 and 4 of 8: 6 + 3 and 3 + 6 slots.
    #expect(Self.errors(dp0(9, 0)).isEmpty)
    #expect(Self.errors(dp0(4, 5)).isEmpty)
    #expect(Self.errors(dp0(10, 0)).count == 1)
    #expect(Self.errors(dp0(5, 5)).count == 1)
  }

  @Test func clocksGoFrom1To200MHz() throws {
    for clock in ["1", "200000000", "12288000", "4.8e6", "0x493E00"] {
      #expect(Self.errors(Self.scenario(clock: clock)).isEmpty)
    }
    for clock in ["0", "200000001", "-1", "0.5", "1e300"] {
      #expect(Self.errors(Self.scenario(clock: clock)).count == 1)
    }
    func warnings(_ clock: String) throws -> [Diagnostic] {
      try ScenarioLoader.load(bytes: Array(Self.scenario(clock: clock).utf8), name: "t", folder: "").warnings
    }
    #expect(try warnings("12288000").isEmpty)
    #expect(try warnings("12288001").count == 1)
  }

  @Test func memoryReachesTheLastAddress() {
    func memory(_ regions: String) -> [String] {
      Self.errors(Self.scenario(device: "{ device: 1, memory: [\(regions)] }"))
    }
    #expect(memory("{ address: 0xFFFFFFFF, bytes: 1 }").isEmpty)
    #expect(memory("{ address: 0x2000, bytes: 0xFFFFE000 }").isEmpty)
    #expect(memory("{ address: 0x2001, bytes: 0xFFFFE000 }").count == 1)
    #expect(memory("{ address: 0x3000, bytes: 1 }, { address: 0x2000, bytes: 0x1000 }").isEmpty)
    #expect(memory("{ address: 0x3000, bytes: 1 }, { address: 0x2000, bytes: 0x1001 }").count == 1)
    // The long first region reaches beyond the second.
    #expect(
      memory("{ address: 0x2000, bytes: 100 }, { address: 0x2001, bytes: 1 }, { address: 0x2050, bytes: 1 }")
        .count
        == 2)
  }

  /// Compared each with each, they would take longer than anybody waits for a test.
  @Test(.timeLimit(.minutes(5))) func manyRegionsAreCheckedInOnePass() {
    let regions = (0..<20_000).map { "{address:\(0x2000 + ($0 * 7919 % 20_000) * 4),bytes:4}" }
    #expect(
      Self.errors(Self.scenario(device: "{ device: 1, memory: [\(regions.joined(separator: ","))] }")).isEmpty
    )
  }

  @Test func rulesOfTheTransferInterfaceAreNoMistakesOfTheFile() {
    for transfer in [
      "device: 0, address: 0, bytes: 1", "device: 12, address: 0, bytes: 1",
      "device: 15, address: 0, bytes: 1",
      "device: 1, address: 0, bytes: 1048577", "device: 1, address: 0, bytes: 1000000000000000000",
      "device: 1, address: 0x80000000, bytes: 1", "device: 1, address: 0xFFFFFFFF, bytes: 1024",
    ] {
      for via in ["bra", "column0"] {
        let text = Self.scenario(rows: 48, columns: 2).replacing(
          "device: 1, address: 0, bytes: 1", with: transfer
        ).replacing("via: \"bra\"", with: "via: \"\(via)\"")
        #expect(Self.errors(text).isEmpty, "\(transfer)")
      }
    }
  }
}
