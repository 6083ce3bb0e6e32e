import Foundation

/// Values on a logarithmic axis, and the ticks of that axis.
package struct LogScale: Hashable, Sendable {
  /// The values at both ends; above 0 and different.
  package let lower: Double
  package let upper: Double
  /// The pixels of both ends.
  package let start: Double
  package let end: Double

  /// An axis that spans values, widened around its middle until its ends are apart by `leastRatio`.
  package init(_ lower: Double, _ upper: Double, start: Double, end: Double, leastRatio: Double = 2) {
    let low = lower.isFinite && lower > 0 ? lower : 1
    let high = upper.isFinite && upper > low ? upper : low
    let missing = max(1, (leastRatio / (high / low))).squareRoot()
    self.lower = low / missing
    self.upper = high * missing
    self.start = start
    self.end = end
  }

  /// The pixel of a value.
  package func callAsFunction(_ value: Double) -> Double {
    guard value > 0 else { return start }
    return start + (end - start) * log(value / lower) / log(upper / lower)
  }

  /// Whether a value lies on the axis.
  package func holds(_ value: Double) -> Bool {
    value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9)
  }

  /// Ticks at powers of two: as dense as there is room for; between them lines without labels.
  package func binaryTicks(most: Int) -> (labelled: [Double], others: [Double]) {
    let all = (0...62).map { Double(UInt64(1) << UInt64($0)) }.filter(holds)
    for step in [1, 2, 4, 8, 16] {
      let labelled = all.filter { Int(log2($0).rounded()) % step == 0 }
      if labelled.count <= most || step == 16 {
        return (labelled, step > 1 ? all.filter { !labelled.contains($0) } : [])
      }
    }
    return (all, [])
  }

  /// Ticks at 1, 2 and 5 times powers of ten, or at powers of ten, or at some of these: as dense as there is room for.
  package func decimalTicks(most: Int) -> (labelled: [Double], others: [Double]) {
    let first = Int(log10(lower).rounded(.down))
    let last = Int(log10(upper).rounded(.up))
    func ticks(_ factors: [Double], every step: Int) -> [Double] {
      (first...last).filter { $0 % step == 0 }.flatMap { exponent in
        factors.map { Self.value($0, exponent) }
      }.filter(holds)
    }
    let fine = ticks([1, 2, 5], every: 1)
    if fine.count <= most { return (fine, []) }
    for step in 1...40 {
      let labelled = ticks([1], every: step)
      if labelled.count <= max(2, most) {
        return (labelled, step == 1 ? fine.filter { !labelled.contains($0) } : ticks([1], every: 1))
      }
    }
    return ([], [])
  }

  /// A factor times a power of ten, exact where a double can be.
  private static func value(_ factor: Double, _ exponent: Int) -> Double {
    exponent >= 0 ? factor * pow(10, Double(exponent)) : factor / pow(10, Double(-exponent))
  }
}
