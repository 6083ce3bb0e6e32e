extension SweepPart {
  /// The part's members with the values of the axes put in; throws where a value has no place.
  func root(_ axes: [SweepAxis], _ digits: [Int]) throws(SweepPartError) -> JSON5Node {
    var root = root
    for change in changes {
      let axis = axes[change.axis]
      let value = axis[digits[change.axis], change.column]
      do {
        try root.set(change.steps[...], to: value)
      } catch {
        throw SweepPartError(offset: value.offset, path: axis.paths[change.column], message: error.message)
      }
    }
    return root
  }

  /// Decodes the part; what is wrong with it is what the decoder collects.
  func decode(_ root: JSON5Node, with decoder: inout ScenarioDecoder) {
    guard let view = decoder.reader.object(Field(node: root, path: ""), .scenario) else { return }
    switch kind {
    case .name: _ = view["name"].map { decoder.reader.name($0) }
    case .seed: _ = view["seed"].map { decoder.seed($0) }
    case .bus: _ = decoder.decodeBus(view)
    case .host:
      let bus = decoder.decodeBus(view)
      _ = decoder.decodeHost(view, columns: bus.columns)
    case .policy: _ = decoder.decodePolicy(view)
    case .faults: decoder.decodeFaults(view)
    case .breakeven(let isAlone):
      _ = decoder.decodeBreakeven(view)
      if isAlone { _ = decoder.decodeTransfers(view) }
    case .peripherals: _ = decoder.decodePeripherals(view)
    case .peripheral(let index):
      if let field = field(view, "peripherals", index) { _ = decoder.decodeDevice(field) }
    case .region(let index, let peripheral):
      if let node = root[path: SweepPart.regionSteps] {
        _ = decoder.decodeRegion(Field(node: node, path: "peripherals[\(peripheral)].memory[\(index)]"))
      }
    case .transfer(let index):
      if let field = field(view, "transfers", index) { _ = decoder.decodeTransfer(field, index: index) }
    case .transfers: _ = decoder.decodeTransfers(view)
    case .expectation(let index):
      if let field = field(view, "expect", index) { _ = decoder.decodeExpectation(field, among: nil) }
    case .expectations: _ = decoder.decodeExpectations(view)
    case .lists:
      let peripherals = decoder.decodePeripherals(view)
      let transfers = decoder.decodeTransfers(view)
      let breakeven = decoder.decodeBreakeven(view)
      decoder.checkDevices(view, transfers, breakeven, peripherals)
      _ = decoder.decodeExpectations(view)
    }
  }

  /// The one element of the root under the path it has in the scenario.
  private func field(_ view: ObjectView, _ key: String, _ index: Int) -> Field? {
    Self.element(view[key]?.node).map { Field(node: $0, path: "\(key)[\(index)]") }
  }

  /// The first element of a list.
  static func element(_ list: JSON5Node?) -> JSON5Node? {
    guard case .array(let elements)? = list?.value else { return nil }
    return elements.first
  }
}

/// Why a value of an axis has no place.
struct SweepPartError: Error {
  /// Where the value stands.
  var offset: Int
  /// The path that it was to be put at.
  var path: ScenarioPath
  /// What is wrong.
  var message: String
}
