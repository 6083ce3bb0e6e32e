import Foundation
import FrameSim
import Testing

/// Design: both engines give the same line levels, the same device state and the same results, for every scenario and
/// every disturbance of the line.
///
/// Any number of cases, with any seed:
/// `EQUIVALENCE_CASES=1000000 EQUIVALENCE_SEED=7 swift test -c release -Xcc -O3 --filter EquivalenceTests`.
/// One case of a seed again: `EQUIVALENCE_FIRST=1234 EQUIVALENCE_CASES=1`.
@Suite struct EquivalenceTests {
  /// Cases from which on everything there is has to have occurred.
  private static let completeFrom: UInt64 = 10_000

  @Test func enginesAgree() async {
    let environment = ProcessInfo.processInfo.environment
    func number(_ name: String) -> UInt64? { environment[name].flatMap { UInt64($0) } }
    let run = EquivalenceRun(
      seed: number("EQUIVALENCE_SEED") ?? 1, first: number("EQUIVALENCE_FIRST") ?? 0,
      cases: number("EQUIVALENCE_CASES") ?? (Self.isDebugBuild ? 20 : Self.completeFrom))
    let (coverage, failures) = await run.run()
    print("equivalence of the engines, seed \(run.seed): \(coverage)")
    for failure in failures {
      var shrinker = Shrinker { EnginePair.run($0) }
      let (small, mismatch) = shrinker.shrink(failure.made, failure.mismatch)
      let report = FailureReport(
        seed: run.seed, index: failure.index, mismatch: mismatch, original: failure.mismatch, made: small)
      Issue.record("\(report)")
    }
    guard failures.isEmpty, run.cases >= Self.completeFrom else { return }
    #expect(coverage.missingReasons == [], "reasons to hand a frame over that did not occur")
    #expect(coverage.missingFeatures == [], "features that did not occur")
    #expect(coverage.missingAims == [], "parts of the frame that were not disturbed")
    #expect(coverage.shapes.count == FrameShape.all.count, "shapes that did not occur")
  }

  /// Long runs are for release builds only.
  static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
