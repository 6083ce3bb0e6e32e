/// The combinations of the values of some axes, where all other axes have their first value.
///
/// The axes are in their order and the last is fastest, so that combinations have ascending points.
struct SweepGrid: Sendable {
  /// The axes by their number, ascending.
  let axes: [Int]
  /// How many combinations there are.
  let count: Int
  private let counts: [Int]
  private let strides: [Int]

  init(_ axes: [Int], of plan: SweepPlan) {
    self.axes = axes
    counts = axes.map { plan.base.axes[$0].count }
    strides = axes.map { plan.strides[$0] }
    count = counts.reduce(1, *)
  }

  /// Puts the values of a combination into the digits of a point; those of other axes stay.
  func put(_ combination: Int, into digits: inout [Int]) {
    var rest = combination
    for place in axes.indices.reversed() {
      digits[axes[place]] = rest % counts[place]
      rest /= counts[place]
    }
  }

  /// The combination that a point has.
  func combination(at digits: [Int]) -> Int {
    var combination = 0
    for place in axes.indices { combination = combination * counts[place] + digits[axes[place]] }
    return combination
  }

  /// The number of the point that is a combination with the first value of all other axes: the first point that has it.
  func point(_ combination: Int) -> Int {
    var rest = combination
    var point = 0
    for place in axes.indices.reversed() {
      point += rest % counts[place] * strides[place]
      rest /= counts[place]
    }
    return point
  }
}
