public import FrameSim

/// The search for the smallest transfer for which BRA is worth its set-up.
public enum Breakeven {
  /// One point to look at: a scenario with a `breakeven` request, and where in a sweep it is.
  public struct Input: Sendable {
    /// The bus, its Peripherals and its host.
    public var scenario: ScenarioFile
    /// What is asked.
    public var request: BreakevenRequest
    /// The values of the sweep's axes.
    public var axes: [SweepValue]

    /// A point.
    public init(scenario: ScenarioFile, request: BreakevenRequest, axes: [SweepValue] = []) {
      self.scenario = scenario
      self.request = request
      self.axes = axes
    }
  }

  /// Looks at one point; `meter` is told of the frames. `isPlotted` says whether a plot draws its curves, for which it has samples.
  public static func point(
    _ input: Input, seed: UInt64? = nil, meter: WorkMeter? = nil, isPlotted: Bool = true
  ) -> BreakevenPoint {
    let seed = seed ?? input.scenario.seed
    let search = BreakevenSearch(input, host: input.scenario.comparedHost(seed: seed), meter: meter)
    var point = search.point
    do throws(TransferError) {
      guard let curves = try search.curves() else { return point }
      point.breakEvenBytes = curves.breakEvenBytes
      point.firstWinBytes = curves.firstWinBytes
      let frames = curves.bra.step(for: point.breakEvenBytes ?? input.request.maxBytes)?.frames
      point.setupFrames = frames.map { $0.total - $0.data }
      point.closedForm = search.closedForm
      point.offload = try search.offload(curves)
      point.shares = try search.shares(curves)
      if isPlotted { point.samples = search.samples(curves, breakEven: point.breakEvenBytes ?? 0) }
      if input.scenario.hasRandomPhase {
        (point.phases, point.policy) = try phases(
          input, seed: seed, column0: curves.column0, meter: meter)
      } else if let policy = input.scenario.policy {
        point.policy = try search.judge(policy, curves)
      }
    } catch {
      point.error = error
    }
    return point
  }
}
