internal import FrameSim
internal import Synchronization

/// The points of a sweep: the scenario with each combination of the axes' values put in.
///
/// The axes are those of the file, in its order; the last changes fastest. A point is made when it is asked for, so that
/// a plan of a million points is as small as one of ten. A scenario without a sweep is a plan of one point without axes.
public struct SweepPlan: Sendable {
  /// The scenario as it stands in the file.
  public let base: ScenarioFile
  /// How many points there are.
  public let count: Int
  /// The key paths of all axes, in their order; the columns of a table of points.
  public let paths: [String]

  /// The scenario's members but for the sweep.
  let root: JSON5Node
  /// What the axes set, in the order it is done.
  let changes: [SweepPart.Change]
  /// How many points further the next value of each axis is.
  let strides: [Int]
  /// The elements of lists in which an axis sets something.
  let changedTransfers: [Int]
  let changedExpectations: [Int]
  private let folder: String
  private let defaultName: String
  private let use: ScenarioUse

  init(_ base: ScenarioFile, folder: String, defaultName: String, use: ScenarioUse) {
    self.base = base
    self.folder = folder
    self.defaultName = defaultName
    // A point of a sweep has no sweep any more.
    self.use = use == .sweep ? .run : use
    paths = base.axes.flatMap { $0.paths.map(\.description) }
    var strides: [Int] = []
    var count = 1
    for axis in base.axes.reversed() {
      strides.append(count)
      count *= axis.count
    }
    self.strides = strides.reversed()
    self.count = count
    changes = base.axes.enumerated().flatMap { number, axis in
      axis.paths.enumerated().map { SweepPart.Change(axis: number, column: $0, steps: $1.steps) }
    }
    changedTransfers = Self.changedElements(of: "transfers", changes)
    changedExpectations = Self.changedElements(of: "expect", changes)
    var root = base.document.root
    if base.hasSweep, case .object(let members) = root.value {
      root.value = .object(members.filter { !$0.key.hasSameBytes(as: "sweep") })
      for key in ["peripherals", "transfers", "expect"] { root.settle([.key(key)]) }
      for change in changes { root.settle(change.steps.dropLast()) }
    }
    self.root = root
  }

  /// One point, by its number from 0 on.
  ///
  /// Throws what is wrong with it, which can only be where data files went away after the plan was checked.
  public func point(_ index: Int) throws(ScenarioLoadFailure) -> SweepPoint {
    if let scenario = changedScenario(digits(index)) {
      return SweepPoint(index: index, axes: values(index), scenario: scenario)
    }
    return try decodedInFull(index).point
  }

  /// One point, all of it decoded like a file of its own, and the remarks about it.
  package func decodedInFull(_ index: Int) throws(ScenarioLoadFailure) -> (
    point: SweepPoint, warnings: [Diagnostic]
  ) {
    let (scenario, collector) = decode(index)
    guard let scenario else { throw failure(at: index, collector) }
    return (
      SweepPoint(index: index, axes: values(index), scenario: scenario),
      collector.diagnostics(in: base.document.source)
    )
  }

  /// Which value each axis has at a point.
  func digits(_ index: Int) -> [Int] {
    zip(strides, base.axes).map { stride, axis in index / stride % axis.count }
  }

  func values(_ index: Int) -> [SweepValue] {
    let digits = digits(index)
    return zip(paths, changes).map { path, change in
      SweepValue(path: path, value: base.axes[change.axis][digits[change.axis], change.column].value.json)
    }
  }

  /// What messages call a point: its number from 1 on and its values.
  package func label(_ index: Int) -> String {
    let digits = digits(index)
    let values = zip(paths, changes).map { path, change in
      let value = base.axes[change.axis][digits[change.axis], change.column].value
      return "\(path) = \(excerpt(value.beginning(40).text(.compact), limit: 40))"
    }
    return "point \(index + 1) of the sweep (\(excerpt(values.joined(separator: ", "), limit: 200)))"
  }

  /// A decoder for what has this root.
  func decoder(_ root: JSON5Node) -> ScenarioDecoder {
    ScenarioDecoder(
      JSON5Document(source: base.document.source, root: root), folder: folder, defaultName: defaultName,
      use: use)
  }

  /// Decodes all of a point, or of what it is without the values of one axis.
  func decode(_ index: Int, without left: Int? = nil) -> (ScenarioFile?, DiagnosticCollector) {
    let whole = SweepPart(kind: .lists, root: root, changes: changes.filter { $0.axis != left })
    var collector = DiagnosticCollector()
    do throws(SweepPartError) {
      var decoder = decoder(try whole.root(base.axes, digits(index)))
      let scenario = decoder.decode()
      return (scenario, decoder.reader.diagnostics)
    } catch {
      collector.error(at: error.offset, path: error.path.description, error.message)
      return (nil, collector)
    }
  }

  /// What is wrong with a point, at the values of the axes that make it so.
  func failure(at index: Int, _ collector: DiagnosticCollector) -> ScenarioLoadFailure {
    let choices = zip(base.axes, digits(index)).map { axis, digit in axis[digit] }
    let places = Set(choices.joined().flatMap(\.offsets))
    let label = label(index)
    var culprits = Culprits(self, index)
    let diagnostics = collector.diagnostics(in: base.document.source) { offset, message in
      (
        places.contains(offset)
          ? offset : culprits.axis(of: message).flatMap { choices[$0].first?.offset } ?? offset,
        "\(label): \(message)"
      )
    }
    return ScenarioLoadFailure(
      diagnostics: diagnostics.filter { $0.severity == .error },
      exitCode: collector.onlyMissingFiles ? ExitCode.missingInput : ExitCode.badInput)
  }
}

/// Says which axis is to blame for a message about a point.
private struct Culprits {
  private let plan: SweepPlan
  private let index: Int
  /// What is said without each axis's value, as far as somebody asked.
  private var messages: [Set<ByteKey>] = []

  init(_ plan: SweepPlan, _ index: Int) {
    self.plan = plan
    self.index = index
  }

  /// The first axis without whose value there is no such message: what stands in the scenario itself is good but for that
  /// value. The first axis where there is none.
  mutating func axis(of message: String) -> Int? {
    for axis in plan.base.axes.indices {
      if axis == messages.count {
        let collector = plan.decode(index, without: axis).1
        messages.append(Set(collector.entries.map { ByteKey($0.message) }))
      }
      if !messages[axis].contains(ByteKey(message)) { return axis }
    }
    return plan.base.axes.indices.first
  }
}

/// One point of a sweep.
public struct SweepPoint: Sendable {
  /// Its number, from 0 on.
  public let index: Int
  /// The values of the axes.
  public let axes: [SweepValue]
  /// The scenario with the values put in; it has no sweep itself.
  public let scenario: ScenarioFile
}
