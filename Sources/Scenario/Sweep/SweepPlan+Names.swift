internal import FrameSim

extension SweepPlan {
  /// The first point at which two transfers have the same name, an expectation is of a transfer that is not there, or two
  /// expectations of a transfer contradict each other; nil where there is none.
  ///
  /// What each is by itself is looked at as a part.
  func firstBadName() -> Int? {
    // Lists that an axis sets as a whole are looked at as a part.
    if setsWhole("transfers") { return nil }
    let expected = setsWhole("expect") ? [] : base.expectations
    var ids = TextIDs()
    let transfers = changedTransfers.map { name(ofTransfer: $0, &ids) }
    let expectations = setsWhole("expect") ? [] : changedExpectations.map { expectation($0, &ids) }
    if transfers.allSatisfy({ $0.grid.axes.isEmpty }), expectations.allSatisfy({ $0.grid.axes.isEmpty }) {
      return nil
    }
    return [
      firstBadSubject(transfers, expectations, expected, &ids),
      firstContradiction(expectations, expected, &ids),
    ]
    .compactMap { $0 }.min()
  }

  /// What an element of a list is at each combination of the axes that change it.
  private struct Values<Value: Hashable> {
    var index: Int
    var grid: SweepGrid
    var values: [Value?]

    /// The one value that it has everywhere, or nil where it has several.
    var constant: Value?? { values.dropFirst().allSatisfy { $0 == values.first } ? values.first : nil }
  }

  /// What an expectation is about, and how it says that this ends.
  private struct Claim: Hashable {
    /// Nil for the whole run.
    var subject: Int?
    var end: ExpectedEnd?

    init(_ expectation: Expectation, _ ids: inout TextIDs) {
      if case .transfer(let name) = expectation.subject {
        subject = ids[name]
        end = ExpectedEnd(expectation)
      }
    }
  }

  private func name(ofTransfer index: Int, _ ids: inout TextIDs) -> Values<Int> {
    let part = element(.transfer(index), "transfers", index)
    let read = SweepPart.Read("transfers[0].name")
    let grid = SweepGrid(part.axes(changing: [read]), of: self)
    let names = values(of: part.keeping([read]), at: grid) { root in
      SweepPart.element(root[key: "transfers"]).flatMap { ScenarioDecoder.transferName($0, index: index) }
    }
    return Values(index: index, grid: grid, values: names.map { $0.map { ids[$0] } })
  }

  private func expectation(_ index: Int, _ ids: inout TextIDs) -> Values<Claim> {
    let part = element(.expectation(index), "expect", index)
    let reads = ["transfer", "total", "status", "error"].map { SweepPart.Read("expect[0].\($0)") }
    let grid = SweepGrid(part.axes(changing: reads), of: self)
    let claims = values(of: part.keeping(reads), at: grid) { root -> Expectation? in
      var decoder = decoder(root)
      guard let node = SweepPart.element(root[key: "expect"]) else { return nil }
      return decoder.decodeExpectation(Field(node: node, path: ""), among: nil)
    }
    return Values(index: index, grid: grid, values: claims.map { $0.map { Claim($0, &ids) } })
  }

  private func firstBadSubject(
    _ transfers: [Values<Int>], _ expectations: [Values<Claim>], _ expected: [Expectation],
    _ ids: inout TextIDs
  ) -> Int? {
    // Names that are the same at every point.
    var fixed: Set<Int> = []
    let changed = Set(transfers.map(\.index))
    for (index, transfer) in base.transfers.enumerated() where !changed.contains(index) {
      if !fixed.insert(ids[transfer.name]).inserted { return 0 }
    }
    for transfer in transfers {
      guard let name = transfer.constant else { continue }
      if let name, !fixed.insert(name).inserted { return 0 }
    }
    let varying = transfers.filter { $0.constant == nil }
    // Subjects that must be among the names that vary.
    var wanted: Set<Int> = []
    let claimed = Set(expectations.map(\.index))
    for (index, expectation) in expected.enumerated() where !claimed.contains(index) {
      if let subject = Claim(expectation, &ids).subject, !fixed.contains(subject) { wanted.insert(subject) }
    }
    var about: [Values<Claim>] = []
    for expectation in expectations {
      if let claim = expectation.constant {
        if let subject = claim?.subject, !fixed.contains(subject) { wanted.insert(subject) }
      } else if expectation.values.contains(where: { $0?.subject.map { !fixed.contains($0) } ?? false }) {
        about.append(expectation)
      }
    }
    if varying.isEmpty, about.isEmpty { return wanted.isEmpty ? nil : 0 }
    let grid = SweepGrid(Set(varying.flatMap(\.grid.axes) + about.flatMap(\.grid.axes)).sorted(), of: self)
    var digits = [Int](repeating: 0, count: base.axes.count)
    // The combination at which each name was met last.
    var met = [Int](repeating: -1, count: ids.count)
    for combination in 0..<grid.count {
      grid.put(combination, into: &digits)
      for transfer in varying {
        guard let name = transfer.values[transfer.grid.combination(at: digits)] else { continue }
        if met[name] == combination || fixed.contains(name) { return grid.point(combination) }
        met[name] = combination
      }
      if wanted.contains(where: { met[$0] != combination }) { return grid.point(combination) }
      for expectation in about {
        guard let subject = expectation.values[expectation.grid.combination(at: digits)]?.subject else {
          continue
        }
        if met[subject] != combination, !fixed.contains(subject) { return grid.point(combination) }
      }
    }
    return nil
  }

  private func firstContradiction(
    _ expectations: [Values<Claim>], _ expected: [Expectation], _ ids: inout TextIDs
  ) -> Int? {
    let varying = expectations.filter { $0.constant == nil }
    // What each transfer is expected to do by the expectations that do not vary; each end once, where it stands first.
    var fixed: [Int: [(end: ExpectedEnd, index: Int)]] = [:]
    let changed = Dictionary(expectations.map { ($0.index, $0) }, uniquingKeysWith: { $1 })
    for (index, expectation) in expected.enumerated() {
      var claim: Claim? = Claim(expectation, &ids)
      if let changed = changed[index] { claim = changed.constant ?? nil }
      guard let claim, let subject = claim.subject, let end = claim.end else { continue }
      if fixed[subject, default: []].contains(where: { $0.end == end }) { continue }
      fixed[subject, default: []].append((end, index))
    }
    func isContradictory(_ ends: [(end: ExpectedEnd, index: Int)]) -> Bool {
      guard let first = ends.min(by: { $0.index < $1.index }) else { return false }
      return ends.contains { $0.end.contradicts(first.end) }
    }
    let atOdds = Set(fixed.filter { isContradictory($0.value) }.keys)
    let grid = SweepGrid(Set(varying.flatMap(\.grid.axes)).sorted(), of: self)
    var digits = [Int](repeating: 0, count: base.axes.count)
    for combination in 0..<grid.count {
      grid.put(combination, into: &digits)
      var ends: [Int: [(end: ExpectedEnd, index: Int)]] = [:]
      for expectation in varying {
        guard let claim = expectation.values[expectation.grid.combination(at: digits)],
          let subject = claim.subject,
          let end = claim.end
        else { continue }
        ends[subject, default: fixed[subject] ?? []].append((end, expectation.index))
      }
      if ends.values.contains(where: isContradictory) || atOdds.contains(where: { ends[$0] == nil }) {
        return grid.point(combination)
      }
    }
    return nil
  }
}

/// Numbers for texts, from 0 on.
private struct TextIDs {
  private var ids: [ByteKey: Int] = [:]

  /// How many texts have one.
  var count: Int { ids.count }

  /// The number of a text.
  subscript(text: String) -> Int {
    mutating get {
      let key = ByteKey(text)
      if let id = ids[key] { return id }
      ids[key] = ids.count
      return ids.count - 1
    }
  }
}
