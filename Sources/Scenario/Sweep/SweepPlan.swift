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
  public var paths: [String] { base.axes.flatMap { $0.paths.map(\.description) } }

  private let root: JSON5Node
  private let folder: String
  private let defaultName: String
  private let use: ScenarioUse

  init(_ base: ScenarioFile, folder: String, defaultName: String, use: ScenarioUse) {
    self.base = base
    self.folder = folder
    self.defaultName = defaultName
    // A point of a sweep has no sweep any more.
    self.use = use == .sweep ? .run : use
    count = base.axes.reduce(1) { $0 * $1.count }
    var root = base.document.root
    if case .object(let members) = root.value {
      root.value = .object(members.filter { !$0.key.hasSameBytes(as: "sweep") })
    }
    self.root = root
  }

  /// One point, by its number from 0 on.
  ///
  /// Throws what is wrong with it, which can only be where data files went away after the plan was checked.
  public func point(_ index: Int) throws(ScenarioLoadFailure) -> SweepPoint {
    let (decoded, collector) = decode(index)
    guard let decoded else { throw failure(at: index, collector) }
    return decoded
  }

  /// Decodes every point on `jobs` threads, and throws what is wrong with the first that cannot be run.
  ///
  /// Returns the warnings that the scenario itself does not give, each once.
  func check(except known: [Diagnostic], jobs: Int) throws(ScenarioLoadFailure) -> [Diagnostic] {
    struct Findings {
      var seen: Set<String>
      var warnings: [Diagnostic] = []
      var failure: ScenarioLoadFailure?
    }
    let findings = Mutex(Findings(seen: Set(known.map(\.message))))
    // Many points at once, since a point takes little time.
    let piece = 256
    OrderedJobs.run((count + piece - 1) / piece, jobs: jobs) { number -> [Remarks] in
      (number * piece..<min(count, (number + 1) * piece)).compactMap { index -> Remarks? in
        let (point, collector) = decode(index)
        if point != nil, collector.isEmpty { return nil }
        return Remarks(index: index, isGood: point != nil, collector: collector)
      }
    } receive: { _, remarks in
      findings.withLock { findings in
        for remark in remarks {
          guard remark.isGood else {
            findings.failure = self.failure(at: remark.index, remark.collector)
            return false
          }
          guard findings.warnings.count < DiagnosticCollector.limit else { continue }
          for warning in remark.collector.diagnostics(in: base.document.source)
          where findings.seen.insert(warning.message).inserted {
            var warning = warning
            warning.message = "\(label(remark.index)): \(warning.message)"
            findings.warnings.append(warning)
          }
        }
        return true
      }
    }
    let (warnings, failure) = findings.withLock { ($0.warnings, $0.failure) }
    if let failure { throw failure }
    return warnings
  }

  /// What decoding a point said.
  private struct Remarks: Sendable {
    var index: Int
    var isGood: Bool
    var collector: DiagnosticCollector
  }

  /// Which value each axis has at a point.
  private func digits(_ index: Int) -> [Int] {
    var rest = index
    var digits: [Int] = []
    for axis in base.axes.reversed() {
      digits.append(rest % axis.count)
      rest /= axis.count
    }
    return digits.reversed()
  }

  private func values(_ index: Int) -> [SweepValue] {
    zip(base.axes, digits(index)).flatMap { axis, digit in
      zip(axis.paths, axis[digit]).map { SweepValue(path: $0.description, value: $1.value.json) }
    }
  }

  /// What messages call a point: its number from 1 on and its values.
  func label(_ index: Int) -> String {
    let values = values(index).map { "\($0.path) = \(excerpt($0.value.text(.compact), limit: 40))" }
    return "point \(index + 1) of the sweep (\(excerpt(values.joined(separator: ", "), limit: 200)))"
  }

  private func decode(_ index: Int, without left: Int? = nil) -> (SweepPoint?, DiagnosticCollector) {
    var root = root
    var collector = DiagnosticCollector()
    for (number, (axis, digit)) in zip(base.axes, digits(index)).enumerated() where number != left {
      for (path, value) in zip(axis.paths, axis[digit]) {
        do {
          try root.set(path.steps[...], to: value)
        } catch {
          collector.error(at: value.offset, path: path.description, error.message)
          return (nil, collector)
        }
      }
    }
    let document = JSON5Document(source: base.document.source, root: root)
    var decoder = ScenarioDecoder(document, folder: folder, defaultName: defaultName, use: use)
    let scenario = decoder.decode()
    let point = scenario.map { SweepPoint(index: index, axes: values(index), scenario: $0) }
    return (point, decoder.reader.diagnostics)
  }

  /// What is wrong with a point, at the values of the axes that make it so.
  private func failure(at index: Int, _ collector: DiagnosticCollector) -> ScenarioLoadFailure {
    let choices = zip(base.axes, digits(index)).map { axis, digit in axis[digit] }
    let places = Set(choices.joined().flatMap(\.offsets))
    let label = label(index)
    let diagnostics = collector.diagnostics(in: base.document.source) { offset, message in
      (
        places.contains(offset) ? offset : culprit(of: message, index, choices) ?? offset,
        "\(label): \(message)"
      )
    }
    return ScenarioLoadFailure(
      diagnostics: diagnostics.filter { $0.severity == .error },
      exitCode: collector.onlyMissingFiles ? ExitCode.missingInput : ExitCode.badInput)
  }

  /// The place of the first axis without whose value there is no such message: what stands in the scenario itself is
  /// good but for that value.
  private func culprit(of message: String, _ index: Int, _ choices: [[JSON5Node]]) -> Int? {
    let axis = choices.indices.first { axis in
      let others = decode(index, without: axis).1.diagnostics(in: base.document.source)
      return !others.contains { $0.message == message }
    }
    return (axis.map { choices[$0] } ?? choices.first)?.first?.offset
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
