/// What a picture shows of each point: its break-even, or where the policies of the points differ what they cost.
package enum PlotMeasure {
  case breakEven
  case policyCost

  /// What is in question at some points.
  init(_ points: [BreakevenPoint]) {
    self = Set(points.map { $0.policy?.policy }).count > 1 ? .policyCost : .breakEven
  }

  /// The value on a logarithmic axis: bytes, or the mean time of a transfer relative to the faster way for each size.
  func value(_ point: BreakevenPoint) -> Double? {
    switch self {
    case .breakEven: point.breakEvenBytes.map(Double.init)
    case .policyCost: point.policy.map { max(1, 1 + $0.costShare) }
    }
  }

  /// The ends of an axis that shows all values, with a margin at both.
  func range(_ values: [Double], margin: Double) -> (Double, Double) {
    switch self {
    case .breakEven: ((values.min() ?? 1) / margin, (values.max() ?? 4096) * margin)
    // No choice is better than the best.
    case .policyCost: (1, max(2, (values.max() ?? 2) * margin))
    }
  }

  /// How far the ends of the axis are apart at least.
  var leastRatio: Double { self == .breakEven ? 4 : 2 }

  /// The value as a text, or nil.
  func text(_ point: BreakevenPoint) -> String? {
    switch self {
    case .breakEven: point.breakEvenBytes.map { "\($0)" }
    case .policyCost: point.policy.map { "+\(format($0.costShare * 100, digits: 1)) %" }
    }
  }

  /// The value by which cells are shaded: bytes, or tenths of a percent.
  func shade(_ point: BreakevenPoint) -> Int? {
    switch self {
    case .breakEven: point.breakEvenBytes
    case .policyCost: point.policy.map { Int(min(1e15, max(0, $0.costShare * 1000)).rounded()) }
    }
  }

  /// A class of shades as a text.
  package func text(_ shades: ClosedRange<Int>) -> String {
    func number(_ shade: Int) -> String { format(Double(shade) / 10, digits: 1) }
    let (low, high) = (shades.lowerBound, shades.upperBound)
    switch self {
    case .breakEven: return low == high ? "\(low)" : "\(low)\u{2013}\(high)"
    case .policyCost: return (low == high ? number(low) : "\(number(low))\u{2013}\(number(high))") + " %"
    }
  }

  /// What the axis of values is called.
  var axis: String {
    switch self {
    case .breakEven: "break-even in bytes"
    case .policyCost: "mean time of a transfer, relative to the faster way for each size"
    }
  }

  /// A sentence that says what is shown; with the unit where no axis names it.
  func explanation(withUnit: Bool) -> String {
    switch self {
    case .breakEven:
      "Break-even\(withUnit ? " in bytes" : ""): the smallest size from which on BRA is always faster. "
    case .policyCost:
      "Cost of the policy: how much longer a transfer takes on average than by the faster way for each size. "
    }
  }
}
