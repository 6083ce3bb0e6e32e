/// Addresses that are written, as runs in their order that neither meet nor overlap.
struct AddressRanges: Hashable, Sendable {
  private var runs: [Range<UInt64>] = []

  /// The runs that reach into some addresses, or end where they begin.
  private func touched(by addresses: Range<UInt64>) -> Range<Int> {
    let first = runs.indices.partitionPoint { runs[$0].upperBound >= addresses.lowerBound }
    let end = runs.indices.partitionPoint { runs[$0].lowerBound > addresses.upperBound }
    return first..<max(first, end)
  }

  /// What of some addresses is in none of them.
  func gaps(in addresses: Range<UInt64>) -> [Range<UInt64>] {
    var gaps: [Range<UInt64>] = []
    var next = addresses.lowerBound
    for run in runs[touched(by: addresses)] {
      if run.lowerBound > next { gaps.append(next..<min(run.lowerBound, addresses.upperBound)) }
      next = max(next, run.upperBound)
    }
    if next < addresses.upperBound { gaps.append(next..<addresses.upperBound) }
    return gaps
  }

  /// Adds some.
  mutating func insert(_ addresses: Range<UInt64>) {
    guard !addresses.isEmpty else { return }
    let touched = touched(by: addresses)
    let first = min(addresses.lowerBound, runs[touched].first?.lowerBound ?? .max)
    let end = max(addresses.upperBound, runs[touched].last?.upperBound ?? 0)
    runs.replaceSubrange(touched, with: [first..<end])
  }
}
