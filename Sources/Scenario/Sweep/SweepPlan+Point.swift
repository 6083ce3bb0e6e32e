internal import FrameSim

extension SweepPlan {
  /// The scenario at a point of a plan that was checked: only what the axes change is decoded, the rest is that of the file.
  /// Nil where something is wrong with it.
  func changedScenario(_ digits: [Int]) -> ScenarioFile? {
    let whole = SweepPart(kind: .lists, root: root, changes: changes)
    guard let root = try? whole.root(base.axes, digits) else { return nil }
    var decoder = decoder(root)
    guard let view = decoder.reader.object(Field(node: root, path: ""), .scenario) else { return nil }
    var scenario = base.withoutSweep(root)
    if isChanged("name") {
      scenario.name = view["name"].flatMap { decoder.reader.name($0) } ?? decoder.defaultName
    }
    if isChanged("seed") { scenario.seed = view["seed"].map { decoder.seed($0) ?? 1 } ?? 1 }
    if isChanged("bus") {
      guard let bus = decoder.decodeBus(view).bus else { return nil }
      scenario.bus = bus
    }
    if isChanged("bus") || isChanged("host") {
      let bus = scenario.bus
      guard let host = decoder.decodeHost(view, columns: bus.shape.columns) else {
        return nil
      }
      (scenario.host, scenario.hasRandomPhase, scenario.streamData) = host
    }
    if isChanged("peripherals") { scenario.peripherals = decoder.decodePeripherals(view) }
    if isChanged("policy") || isChanged("host") { scenario.policy = decoder.decodePolicy(view) }
    if isChanged("breakeven") { scenario.breakeven = decoder.decodeBreakeven(view) }
    if setsWhole("transfers") {
      scenario.transfers = decoder.decodeTransfers(view)
    } else {
      for index in changedTransfers {
        guard let field = field(view, "transfers", index),
          let transfer = decoder.decodeTransfer(field, index: index)
        else { return nil }
        scenario.transfers[index] = transfer
      }
    }
    if setsWhole("expect") {
      scenario.expectations = decoder.decodeExpectations(view)
    } else {
      for index in changedExpectations {
        guard let field = field(view, "expect", index),
          let expectation = decoder.decodeExpectation(field, among: nil)
        else { return nil }
        scenario.expectations[index] = expectation
      }
    }
    return decoder.reader.diagnostics.hasErrors ? nil : scenario
  }

  /// Whether an axis changes what is expected, or what the transfers are called of which it is.
  var changesExpectations: Bool {
    isChanged("expect")
      || changes.contains { change in
        change.steps.first == .key("transfers") && (change.steps.count < 3 || change.steps[2] == .key("name"))
      }
  }

  /// Whether an axis changes the regions of memory, or how long blocks are.
  var changesMemory: Bool { ["peripherals", "host", "bus"].contains(where: isChanged) }

  /// Whether an axis sets something in a key of the scenario.
  func isChanged(_ key: String) -> Bool { changes.contains { $0.steps.first == .key(key) } }

  private func field(_ view: ObjectView, _ key: String, _ index: Int) -> Field? {
    guard let field = view[key], case .array(let nodes) = field.node.value, nodes.indices.contains(index)
    else {
      return nil
    }
    return field.elements(nodes)[index]
  }
}
