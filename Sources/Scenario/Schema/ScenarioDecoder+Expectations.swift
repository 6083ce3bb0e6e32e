internal import FrameSim

extension ScenarioDecoder {
  mutating func decodeExpectations(_ view: ObjectView) -> [Expectation] {
    guard let field = view["expect"], let elements = reader.elements(field) else { return [] }
    let most = ScenarioLimits.expectations.upperBound
    if elements.count > most {
      reader.error(field, "\(elements.count) expectations are more than the \(most) a scenario may have")
      return []
    }
    let names = transferNames(view)
    var expectations: [Expectation] = []
    expectations.reserveCapacity(elements.count)
    var ends: [ByteKey: (end: ExpectedEnd, index: Int)] = [:]
    for (index, element) in elements.enumerated() {
      guard let expectation = decodeExpectation(element, among: names) else { continue }
      if case .transfer(let name) = expectation.subject, let end = ExpectedEnd(expectation) {
        if let other = ends[ByteKey(name)] {
          if end.contradicts(other.end) {
            reader.error(
              element,
              "contradictory values: \(elements[other.index].path) expects another end of \(quote(name))")
          }
        } else {
          ends[ByteKey(name)] = (end, index)
        }
      }
      expectations.append(expectation)
    }
    return expectations
  }

  /// One expectation, about one of these transfers; nil for the names lets every name pass.
  mutating func decodeExpectation(_ element: Field, among names: TransferNames?) -> Expectation? {
    guard let view = reader.object(element, .expect), let subject = decodeSubject(view, names) else {
      return nil
    }
    return decodeExpectation(view, subject)
  }

  /// The names of all transfers, of those with other mistakes too.
  private func transferNames(_ view: ObjectView) -> TransferNames {
    guard let field = view["transfers"], case .array(let elements) = field.node.value else {
      return TransferNames([])
    }
    return TransferNames(elements.enumerated().compactMap { Self.transferName($0.element, index: $0.offset) })
  }

  /// The name of a transfer, good or not; nil where it has none.
  static func transferName(_ node: JSON5Node, index: Int) -> String? {
    guard case .object(let members) = node.value else { return nil }
    guard let name = members.first(where: { $0.key.hasSameBytes(as: "name") }) else {
      return "transfer\(index + 1)"
    }
    if case .string(let text) = name.node.value { return text }
    return nil
  }

  private mutating func decodeSubject(_ view: ObjectView, _ names: TransferNames?) -> Expectation.Subject? {
    let total = view["total"]
    guard let field = total == nil ? view.needed("transfer") : view["transfer"] else {
      guard let total else {
        if view.meant.isDisjoint(with: ["transfer", "total"]) {
          reader.error(view.field, "it is not said of what; write transfer: NAME, or total: true")
        }
        return nil
      }
      if case .bool(true) = total.node.value { return .total }
      reader.error(total, "total is true, or is left out")
      return nil
    }
    if let total {
      reader.error(total, "contradictory values: an expectation is of a transfer or of the total")
      return nil
    }
    guard let name = reader.string(field) else { return nil }
    guard let names, !names.contains(name) else { return .transfer(name) }
    var near: String?
    if !reader.diagnostics.isFull {
      let nearby = nearbyTransfers ?? names.nearby()
      nearbyTransfers = nearby
      near = nearby.nearest(to: name)
    }
    reader.error(
      field, suggestion: near.map { .string($0) },
      "there is no transfer \(quote(name))\(names.hint(meant: near))")
    return nil
  }

  private mutating func decodeExpectation(_ view: ObjectView, _ subject: Expectation.Subject) -> Expectation {
    var status: ExpectedStatus?
    var error: TransferErrno?
    if let field = expected(view, "status") {
      if subject == .total {
        reader.error(field, "status is for a transfer, not for the total")
      } else {
        status = reader.word(
          field, ExpectedStatus.self, aliases: ["pass": .ok, "fail": .failed, "error": .failed])
      }
    }
    if let field = expected(view, "error") {
      if subject == .total {
        reader.error(field, "error is for a transfer, not for the total")
      } else {
        error = reader.word(field, TransferErrno.self)
        if status == .ok {
          reader.error(field, "contradictory values: a transfer with an error has the status \"failed\"")
        }
        status = .failed
      }
    }
    let limits = decodeLimits(view, subject)
    if view.fields.allSatisfy({ ["transfer", "total"].contains($0.key) }) {
      reader.error(view.field, "nothing is expected; add for example status: \"ok\" or framesAtMost: 100")
    }
    return Expectation(subject: subject, status: status, error: error, limits: limits)
  }

  /// What is expected by a key; something is, so that the last such key cannot be left out.
  private func expected(_ view: ObjectView, _ key: String) -> Field? {
    view.count > 2 ? view[key] : view.needed(key)
  }

  private mutating func decodeLimits(_ view: ObjectView, _ subject: Expectation.Subject) -> [MetricLimit] {
    var limits: [MetricLimit] = []
    for (name, _) in view.fields {
      guard let key = ExpectationKey.named[name], let field = expected(view, name) else { continue }
      let metric = key.metric
      guard subject == .total ? metric.isOfTotal : metric.isOfTransfer else {
        let other = subject == .total ? "a transfer, not for the total" : "the total, not for a transfer"
        reader.error(field, "\(metric.rawValue) is for \(other)")
        continue
      }
      guard let bound = decodeBound(field, metric) else { continue }
      limits.append(MetricLimit(metric: metric, comparison: key.comparison, bound: bound))
    }
    reportContradictions(view, limits)
    return limits
  }

  private mutating func decodeBound(_ field: Field, _ metric: ExpectationMetric) -> MetricLimit.Bound? {
    if metric.isCount { return reader.integer(field).map { .count($0) } }
    return reader.positiveReal(field).map { .real($0) }
  }

  private mutating func reportContradictions(_ view: ObjectView, _ limits: [MetricLimit]) {
    // The limits of one metric stand together, and there are at most three.
    for (index, limit) in limits.enumerated() {
      for other in limits[max(0, index - 2)..<index] where other.metric == limit.metric {
        guard limit.lowest > other.highest || other.lowest > limit.highest else { continue }
        reader.error(
          view[limit.key] ?? view.field, "contradictory values: no number can keep this and \(other.key)")
      }
    }
  }
}

extension MetricLimit {
  /// The lowest number that keeps the bound.
  fileprivate var lowest: Double { comparison == .atMost ? 0 : bound.double }
  /// The highest number that keeps the bound.
  fileprivate var highest: Double { comparison == .atLeast ? .infinity : bound.double }
}
