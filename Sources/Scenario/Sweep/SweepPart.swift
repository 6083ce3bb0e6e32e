/// A part of a scenario that is decoded by itself, and the axes that change it.
///
/// What is wrong with a point is wrong with one of its parts, or with how parts fit together (`SweepPlan+Devices`,
/// `SweepPlan+Names`). A part is as it is at every point with the same values of its axes, so it is looked at once for each
/// combination of these, with the first value of the others.
struct SweepPart: Sendable {
  /// What is decoded.
  enum Kind: Sendable {
    case name, seed, bus, host, policy, faults, peripherals
    /// What `breakeven` is asked; alone where there are no transfers.
    case breakeven(isAlone: Bool)
    case peripheral(Int), transfer(Int), expectation(Int)
    /// A memory region of a Peripheral, whatever the others are.
    case region(Int, of: Int)
    /// All transfers, of which only what they are called counts, which way they take, and during which they run.
    case transfers
    /// All expectations, about transfers of which only the names count.
    case expectations
    /// Transfers, expectations, and what they refer to.
    case lists
  }

  /// A path that an axis sets.
  struct Change: Sendable {
    var axis: Int
    /// Which of the axis's paths.
    var column: Int
    /// The path within the part's root.
    var steps: [ScenarioPath.Step]
  }

  /// A place that something depends on.
  struct Read: Sendable {
    var steps: [ScenarioPath.Step]
    /// Whether it depends on all that is in there, and not only on whether something stands there.
    var isDeep = true

    init(_ path: String, isDeep: Bool = true) {
      steps = ScenarioPath(path)?.steps ?? []
      self.isDeep = isDeep
    }

    init(_ steps: [ScenarioPath.Step]) { self.steps = steps }

    /// Whether a change of a place can be seen here.
    func sees(_ place: [ScenarioPath.Step]) -> Bool {
      steps.starts(with: place) || isDeep && place.starts(with: steps)
    }
  }

  var kind: Kind
  /// The members of the scenario that it is decoded from; of a list one element where it is about one.
  var root: JSON5Node
  /// The changes of all axes in there, in the order they are made.
  var changes: [Change]

  /// The axes that change one of these places.
  func axes(changing reads: [Read]) -> [Int] {
    Set(changes.filter { change in reads.contains { $0.sees(change.steps) } }.map(\.axis)).sorted()
  }

  /// The part with the changes of these places only.
  func keeping(_ reads: [Read]) -> SweepPart {
    var part = self
    part.changes = changes.filter { change in reads.contains { $0.sees(change.steps) } }
    return part
  }
}
