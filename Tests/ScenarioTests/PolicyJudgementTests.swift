import FrameSim
import Scenario
import Testing

/// What a policy costs, held against frames that are counted by hand: at 50x4 with Linux's 39 commands a write of N bytes
/// takes 39 + ceil(N / 8) frames over BRA and N over Column 0, at 48000 frames per second.
@Suite struct PolicyJudgementTests {
  private static func judge(minBytes: Int, sizes: String) throws -> PolicyJudgement {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, peripherals: [{ device: 1, dp0: {} }],
        policy: { minBytes: \(minBytes) },
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 256, sizes: \(sizes) } }
      """
    let scenario = try ScenarioLoader.load(
      bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven
    ).scenario
    let request = try #require(scenario.breakeven)
    return try #require(Breakeven.point(Breakeven.Input(scenario: scenario, request: request)).policy)
  }

  private static func bra(_ bytes: Int) -> Int { 39 + (bytes + 7) / 8 }

  private static func isSame(_ seconds: Double, frames: Int, of weights: Int) -> Bool {
    abs(seconds - Double(frames) / Double(weights) / 48000) < 1e-12
  }

  /// 10 bytes are better over Column 0, 64 and 200 over BRA (break-even is at 46).
  @Test(arguments: [(1, 3), (11, 2), (64, 2), (65, 1), (201, 0)])
  func everyChoiceHasItsPrice(minBytes: Int, overBRA: Int) throws {
    let judgement = try Self.judge(
      minBytes: minBytes, sizes: "[{ bytes: 10, weight: 3 }, { bytes: 64 }, { bytes: 200, weight: 2 }]")
    let sizes = [(10, 3), (64, 1), (200, 2)]
    func sum(_ frames: (Int) -> Int) -> Int { sizes.reduce(0) { $0 + $1.1 * frames($1.0) } }
    #expect(judgement.sizes == 3)
    #expect(judgement.sizesOverBRA == overBRA)
    #expect(Self.isSame(judgement.seconds, frames: sum { $0 >= minBytes ? Self.bra($0) : $0 }, of: 6))
    #expect(Self.isSame(judgement.best, frames: 3 * 10 + 47 + 2 * 64, of: 6))
    #expect(Self.isSame(judgement.alwaysBRA, frames: sum(Self.bra), of: 6))
    #expect(Self.isSame(judgement.alwaysColumn0, frames: 3 * 10 + 64 + 2 * 200, of: 6))
  }

  /// Without sizes all from 1 to `maxBytes` count alike.
  @Test func allSizesCountAlike() throws {
    let judgement = try Self.judge(minBytes: 46, sizes: "[]")
    #expect(judgement.sizes == 256)
    let best = (1...256).reduce(0) { $0 + min($1, Self.bra($1)) }
    #expect(Self.isSame(judgement.best, frames: best, of: 256))
    #expect(judgement.costShare < 1e-12)
  }
}
