extension SweepPlan {
  /// A part with some axes whose values are combined.
  struct Look: Sendable {
    var part: SweepPart
    var grid: SweepGrid
  }

  /// All looks that are needed to see every value of every axis, alone and with those it is read together with.
  var looks: [Look] {
    var looks: [Look] = []
    for (part, readTogether) in parts {
      let groups = readTogether.map { part.axes(changing: $0) }
      for (number, axes) in groups.enumerated() where !axes.isEmpty {
        // What another look of the same part combines with more axes is seen there.
        let isSeen = groups.enumerated().contains { other, more in
          other != number && Set(axes).isSubset(of: more) && (axes.count < more.count || other < number)
        }
        if !isSeen { looks.append(Look(part: part, grid: SweepGrid(axes, of: self))) }
      }
    }
    return looks
  }

  /// The parts that an axis changes, and which places in each are read together.
  private var parts: [(SweepPart, readTogether: [[SweepPart.Read]])] {
    typealias Read = SweepPart.Read
    var parts: [(SweepPart, readTogether: [[Read]])] = []
    func add(_ kind: SweepPart.Kind, _ keys: [String], _ readTogether: [[Read]]) {
      parts.append((part(kind, keys), readTogether))
    }
    add(.name, ["name"], [[Read("name")]])
    add(.seed, ["seed"], [[Read("seed")]])
    add(.faults, ["faults"], [[Read("faults")]])
    add(.policy, ["policy", "host"], [[Read("policy"), Read("host.interface.kind")]])
    add(
      .bus, ["bus"],
      [[Read("bus.clockHz")], [Read("bus.rows")], [Read("bus.columns")], [Read("bus.sspEverySeconds")]])
    let pio = Read("host.pio").steps
    let numbers = changes.map(\.steps).filter { $0.count > pio.count && $0.starts(with: pio) }
    add(
      .host, ["bus", "host"],
      [
        [Read("host.model"), Read("host.preset"), Read("host.pio", isDeep: false)],
        [Read("host.setup"), Read("host.dma.kind")],
        [Read("host.syncWaitFrames")], [Read("host.responses")], [Read("host.otherStreams")],
        [Read("host.retry")], [Read("host.offload")],
        [
          Read("host.interface"), Read("host.dma.kind"), Read("host.check"), Read("host.dp0"),
          Read("bus.columns"),
        ],
      ] + numbers.map { [Read($0)] } + dmaReads)
    add(
      .breakeven(isAlone: base.transfers.isEmpty), ["breakeven"],
      ["device", "op", "address", "maxBytes", "sizes", "seeds", "sections"].map { [Read("breakeven.\($0)")] })
    if setsWhole("peripherals") {
      add(.peripherals, ["peripherals"], [[Read("peripherals")]])
    } else {
      for index in Self.changedElements(of: "peripherals", changes) {
        let part = element(.peripheral(index), "peripherals", index)
        let keys = ["device", "name", "dp0"].map { [Read("peripherals[0].\($0)")] }
        parts.append((part.withoutMemory, keys))
        if setsWholeMemory(of: index) {
          parts.append((part, [[Read("peripherals[0].memory")]]))
        } else {
          parts += changedRegions(of: index).map { number in
            let place = "peripherals[0].memory[0]"
            return (
              region(number, of: index),
              ["access", "notReadyEvery"].map { [Read("\(place).\($0)")] }
                + [[Read("\(place).address"), Read("\(place).bytes")]]
            )
          }
        }
      }
    }
    if setsWhole("transfers") {
      var part = part(.lists, ["peripherals", "transfers", "breakeven", "expect"])
      if !setsWhole("peripherals") { part = part.withoutMemory }
      let own = [
        Read("transfers"), Read("expect"), Read("breakeven", isDeep: false), Read("breakeven.device"),
      ]
      parts.append((part, [own + devicesRead]))
      return parts
    }
    for index in changedTransfers {
      let keys = [
        ["name"], ["via"], ["device"],
        // Whether an address may be there depends on the data; what it is does not.
        ["address"], ["op", "data", "bytes", "sections", "mergeGapBytes", "gapFill"],
        ["during", "afterFrames"], ["call"] + ObjectSchema.callMembers.dropFirst().map(\.name),
      ]
      parts.append(
        (element(.transfer(index), "transfers", index), keys.map { $0.map { Read("transfers[0].\($0)") } }))
    }
    if let sides = sidesRead { parts.append((part(.transfers, ["transfers"]).keeping(sides), [sides])) }
    if setsWhole("expect") {
      let reads = [Read("expect")] + changedTransfers.map { Read("transfers[\($0)].name") }
      parts.append((part(.expectations, ["transfers", "expect"]).keeping(reads), [reads]))
    } else {
      for index in changedExpectations {
        parts.append((element(.expectation(index), "expect", index), [[Read("expect[0]")]]))
      }
    }
    return parts
  }

  /// What of the host's DMA is read together: all of it where its kind changes, which says which keys there can be; else every key
  /// by itself, the other clients of a descriptor engine with each other.
  private var dmaReads: [[SweepPart.Read]] {
    let dma = SweepPart.Read("host.dma")
    let kind = SweepPart.Read("host.dma.kind")
    if changes.contains(where: { kind.sees($0.steps) }) { return [[dma]] }
    let keys = changes.map(\.steps).filter { $0.starts(with: dma.steps) }.map { Array($0.prefix(3)) }
    return Set(keys).map { [SweepPart.Read($0)] }
  }

  /// What decides whether every `during` names a transfer that it can; nil where there is none.
  private var sidesRead: [SweepPart.Read]? {
    let isSet = changedTransfers.contains { index in
      changes.contains { change in
        change.steps.starts(with: [.key("transfers"), .element(index)])
          && (change.steps.count == 2 || change.steps[2] == .key("during"))
      }
    }
    guard isSet || base.transfers.contains(where: { $0.during != nil }) else { return nil }
    return changedTransfers.flatMap { index in
      ["name", "via", "during"].map { SweepPart.Read("transfers[\(index)].\($0)") }
    }
  }

  /// Where the device numbers of the Peripherals stand.
  var devicesRead: [SweepPart.Read] {
    setsWhole("peripherals")
      ? [SweepPart.Read("peripherals")]
      : base.peripherals.indices.map { SweepPart.Read("peripherals[\($0)].device") }
  }

  /// Whether an axis sets all there is of a key of the scenario.
  func setsWhole(_ key: String) -> Bool { changes.contains { $0.steps == [.key(key)] } }

  /// The elements of a list in which an axis sets something, ascending.
  static func changedElements(of key: String, _ changes: [SweepPart.Change]) -> [Int] {
    Set(
      changes.compactMap { change in
        guard change.steps.first == .key(key), change.steps.count > 1,
          case .element(let index) = change.steps[1]
        else { return nil }
        return index
      }
    ).sorted()
  }

  /// A part that is decoded from some members of the scenario.
  func part(_ kind: SweepPart.Kind, _ keys: [String]) -> SweepPart {
    var members: [JSON5Member] = []
    if case .object(let all) = root.value { members = all.filter { keys.contains($0.key) } }
    let changes = changes.filter { change in keys.contains { change.steps.first == .key($0) } }
    return SweepPart(kind: kind, root: JSON5Node(.object(members), at: root.offset), changes: changes)
  }

  /// A part that is decoded from one element of a list; it is the first of its root.
  func element(_ kind: SweepPart.Kind, _ key: String, _ index: Int) -> SweepPart {
    var part = part(kind, [])
    part.changes = changes.compactMap { change in
      guard change.steps.starts(with: [.key(key), .element(index)]) else { return nil }
      var change = change
      change.steps[1] = .element(0)
      return change
    }
    guard case .object(let members) = root.value,
      var member = members.first(where: { $0.key.hasSameBytes(as: key) }),
      case .array(let elements) = member.node.value, elements.indices.contains(index)
    else { return part }
    member.node.value = .array([elements[index]])
    part.root.value = .object([member])
    return part
  }
}

extension SweepPart {
  /// The part without memory regions, which take their time and stand by themselves; with them where an axis sets a Peripheral as
  /// a whole, whose regions others may change.
  fileprivate var withoutMemory: SweepPart {
    if changes.contains(where: { $0.steps.first == .key("peripherals") && $0.steps.count <= 2 }) {
      return self
    }
    var part = self
    part.changes.removeAll { change in
      change.steps.count > 2 && change.steps[0] == .key("peripherals") && change.steps[2] == .key("memory")
    }
    guard case .object(var members) = root.value,
      let place = members.firstIndex(where: { $0.key.hasSameBytes(as: "peripherals") }),
      case .array(var elements) = members[place].node.value
    else { return part }
    for index in elements.indices {
      guard case .object(let members) = elements[index].value else { continue }
      elements[index].value = .object(members.filter { !$0.key.hasSameBytes(as: "memory") })
    }
    members[place].node.value = .array(elements)
    part.root.value = .object(members)
    return part
  }
}
