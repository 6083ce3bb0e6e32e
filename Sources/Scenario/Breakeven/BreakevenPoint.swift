public import FrameSim

/// What `breakeven` found at one point of a sweep.
public struct BreakevenPoint: Sendable {
  /// The values of the sweep's axes at this point, in the order of the axes.
  public var axes: [SweepValue]
  /// Clock and frame shape.
  public var bus: ScenarioBus
  /// What was asked.
  public var request: BreakevenRequest
  /// Data bytes per block; a mean where it varies, 0 where no block fits.
  public var bytesPerFrame: Double
  /// Frames of a BRA transfer besides its blocks, at the break-even size or else at the longest; nil where none ran.
  public var setupFrames: UInt64?
  /// The smallest size from which on BRA is faster for every size up to the longest, or nil.
  public var breakEvenBytes: Int?
  /// The smallest size at which BRA is faster at all, or nil.
  public var firstWinBytes: Int?
  /// The closed form, where there is one.
  public var closedForm: ClosedForm?
  /// The smallest sizes in whole blocks that reach 50, 80, 90 and 95 % of the rate of full blocks in every frame.
  public var shares: [RateShare] = []
  /// Why nothing could be compared, or nil.
  public var error: TransferError?
  /// What the policy of the scenario costs, where it has one.
  public var policy: PolicyJudgement?
  /// What becomes of it where an offload replays prepared blocks, where the host has one.
  public var offload: OffloadBreakeven?
  /// How the break-even varies with the start phase of the sync pulse, where that is random.
  public var phases: PhaseStatistics?
  /// Both ways at sizes that a plot needs, in seconds; none where there are more points than a plot has curves of.
  public var samples: [BreakevenSample] = []

  /// The closed form's answer and its inputs.
  public struct ClosedForm: Hashable, Sendable {
    /// The break-even it gives.
    public var breakEvenBytes: Int?
    /// Its inputs, by name.
    public var inputs: [FormulaInput]
  }

  /// One input of a formula.
  public struct FormulaInput: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// Its value.
    public var value: Int
  }

  /// The smallest transfer that reaches a share of the asymptotic rate.
  public struct RateShare: Hashable, Sendable {
    /// The share in percent.
    public var percent: Int
    /// The size in bytes, a whole number of blocks; nil above 1 MiB.
    public var bytes: Int?
  }

  /// Why a break-even is not as it should be, with its point: nothing could be compared, or the closed form disagrees; else nil.
  public var complaint: String? {
    let values = axes.map { "\($0.path) = \(excerpt($0.value.text(.compact)))" }
    let place = values.isEmpty ? "" : excerpt(values.joined(separator: ", "), limit: 200) + ": "
    if let error { return "\(place)\(error.errno.rawValue): \(error.message)" }
    if let offload, let closedForm = offload.closedForm, !offload.agrees {
      let (found, expected) = (Self.text(offload.breakEvenBytes), Self.text(closedForm.breakEvenBytes))
      return
        "\(place)the break-even of replayed blocks is \(found) by simulation, but \(expected) by the closed form"
    }
    guard let closedForm, closedForm.breakEvenBytes != breakEvenBytes else { return nil }
    let (found, expected) = (Self.text(breakEvenBytes), Self.text(closedForm.breakEvenBytes))
    return "\(place)the break-even is \(found) by simulation, but \(expected) by the closed form"
  }

  private static func text(_ bytes: Int?) -> String { bytes.map { "\($0) bytes" } ?? "not there" }

  /// Whether the closed form, where there is one, says the same.
  public var agrees: Bool {
    (closedForm.map { $0.breakEvenBytes == breakEvenBytes } ?? true) && offload?.agrees != false
  }
}

/// The value of one axis of a sweep at one point.
public struct SweepValue: Hashable, Sendable {
  /// The key path, for example `bus.rows`.
  public var path: String
  /// The value.
  public var value: JSONValue

  /// A value at a path.
  public init(path: String, value: JSONValue) {
    self.path = path
    self.value = value
  }
}

/// Both ways at one size.
public struct BreakevenSample: Hashable, Sendable {
  /// The size.
  public var bytes: Int
  /// Seconds over BRA.
  public var bra: Double
  /// Seconds over Column 0.
  public var column0: Double
}

/// How a break-even varies over random start phases.
public struct PhaseStatistics: Hashable, Sendable {
  /// How many seeds were drawn.
  public var seeds: Int
  /// Seeds whose phase gave no break-even.
  public var without: Int
  /// Percentiles of the break-even in bytes: 0, 5, 25, 50, 75, 95, 100.
  public var percentiles: [(percent: Int, bytes: Int)] { Self.percents.map { ($0, percentile($0)) } }
  /// The mean.
  public var mean: Double
  /// Half the width of the mean's 95 % confidence interval.
  public var meanHalfWidth: Double
  let sorted: [Int]

  static let percents = [0, 5, 25, 50, 75, 95, 100]

  /// Statistics of what the seeds gave, or nil where no phase has a break-even.
  init?(_ values: [Int?]) {
    sorted = values.compactMap { $0 }.sorted()
    guard !sorted.isEmpty else { return nil }
    seeds = values.count
    without = values.count - sorted.count
    let count = Double(sorted.count)
    let mean = Double(sorted.reduce(0, +)) / count
    let squares = sorted.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    self.mean = mean
    meanHalfWidth = sorted.count > 1 ? 1.96 * (squares / (count - 1) / count).squareRoot() : 0
  }

  /// The value that so many percent of the seeds do not exceed (nearest rank).
  func percentile(_ percent: Int) -> Int {
    let rank = (percent * sorted.count + 99) / 100
    return sorted[min(sorted.count, max(1, rank)) - 1]
  }
}

/// What a policy costs over a distribution of transfer sizes, in seconds per transfer.
public struct PolicyJudgement: Hashable, Sendable {
  /// The policy.
  public var policy: TransferPolicy
  /// How many sizes of the distribution it sends over BRA.
  public var sizesOverBRA: Int
  /// How many sizes the distribution has.
  public var sizes: Int
  /// With the policy.
  public var seconds: Double
  /// With the faster way for each size.
  public var best: Double
  /// With BRA for each size.
  public var alwaysBRA: Double
  /// With Column 0 for each size.
  public var alwaysColumn0: Double

  /// What the policy costs beyond the best choice, as a share of it.
  public var costShare: Double { best > 0 ? seconds / best - 1 : 0 }
}
