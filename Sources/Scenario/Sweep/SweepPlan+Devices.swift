internal import FrameSim

extension SweepPlan {
  /// The device numbers of the Peripherals at every combination of the axes that set one.
  struct Devices: Sendable {
    var grid: SweepGrid
    /// A bit for each number that is listed.
    var masks: [UInt16]
    /// The first point at which a number is listed twice.
    var firstBad: Int?
  }

  /// Reads the device numbers, as they stand; those that are none are looked at as a part.
  func devices() -> Devices {
    let part = part(.peripherals, ["peripherals"])
    let keys = ["peripherals"] + base.peripherals.indices.map { "peripherals[\($0)].device" }
    let reads =
      setsWhole("peripherals") ? [SweepPart.Read("peripherals")] : keys.dropFirst().map { SweepPart.Read($0) }
    let grid = SweepGrid(part.axes(changing: reads), of: self)
    var devices = Devices(grid: grid, masks: [])
    let values = values(of: part.keeping(reads), at: grid) { root in Self.mask(root) }
    for (combination, value) in values.enumerated() {
      if value?.isTwice == true, devices.firstBad == nil { devices.firstBad = grid.point(combination) }
      devices.masks.append(value?.mask ?? 0)
    }
    return devices
  }

  private static func mask(_ root: JSON5Node) -> (mask: UInt16, isTwice: Bool)? {
    guard let list = root[key: "peripherals"], case .array(let elements) = list.value else { return nil }
    var mask: UInt16 = 0
    var isTwice = false
    for element in elements {
      guard case .number(let number)? = element[key: "device"]?.value, let device = number.integer,
        ScenarioLimits.device.contains(device)
      else { continue }
      if mask & 1 << device != 0 { isTwice = true }
      mask |= 1 << device
    }
    return (mask, isTwice)
  }

  /// A device number that a transfer, or what `breakeven` asks, is addressed to.
  private struct Address {
    var path: String
    var grid: SweepGrid
    /// The number at each combination, and where it stands.
    var values: [(device: Int, offset: Int)?]
  }

  /// The warnings about devices that are not listed at some points, each with the first such point. There must be no point that
  /// is wrong.
  func absentDevices(_ devices: Devices) -> [(point: Int, entry: DiagnosticCollector.Entry)] {
    // In a list that an axis sets as a whole they are looked at as a part.
    if setsWhole("transfers") { return [] }
    /// The first point at which each number is not listed.
    var absent = [Int?](repeating: nil, count: ScenarioLimits.device.upperBound + 1)
    for combination in devices.masks.indices.reversed() {
      for device in ScenarioLimits.device where devices.masks[combination] & 1 << device == 0 {
        absent[device] = devices.grid.point(combination)
      }
    }
    var found: [(point: Int, entry: DiagnosticCollector.Entry)] = []
    func warn(_ address: Address, _ value: (device: Int, offset: Int), at point: Int) {
      var collector = DiagnosticCollector()
      collector.warning(at: value.offset, path: address.path, ScenarioDecoder.notListed(value.device))
      found += collector.entries.map { (point, $0) }
    }
    for address in addresses(changedOnly: devices.grid.axes.isEmpty) {
      if Set(address.grid.axes).isDisjoint(with: devices.grid.axes) {
        for (combination, value) in address.values.enumerated() {
          guard let value, ScenarioLimits.device.contains(value.device), let first = absent[value.device]
          else {
            continue
          }
          warn(address, value, at: first + address.grid.point(combination))
        }
      } else {
        let grid = SweepGrid(Set(address.grid.axes).union(devices.grid.axes).sorted(), of: self)
        var digits = [Int](repeating: 0, count: base.axes.count)
        var seen: Set<Int> = []
        for combination in 0..<grid.count {
          grid.put(combination, into: &digits)
          guard let value = address.values[address.grid.combination(at: digits)],
            ScenarioLimits.device.contains(value.device),
            devices.masks[devices.grid.combination(at: digits)] & 1 << value.device == 0,
            seen.insert(value.offset).inserted
          else { continue }
          warn(address, value, at: grid.point(combination))
        }
      }
    }
    return found
  }

  /// The device numbers of transfers and of `breakeven`; those that an axis sets, or all.
  private func addresses(changedOnly: Bool) -> [Address] {
    let changed = changedTransfers
    var addresses: [Address] = []
    for index in changedOnly ? changed : Array(base.transfers.indices) {
      addresses.append(
        address(
          element(.transfer(index), "transfers", index), "transfers[0].device", "transfers[\(index)].device"))
    }
    if base.breakeven != nil || changes.contains(where: { $0.steps.first == .key("breakeven") }) {
      addresses.append(
        address(part(.breakeven(isAlone: false), ["breakeven"]), "breakeven.device", "breakeven.device"))
    }
    return addresses
  }

  private func address(_ part: SweepPart, _ place: String, _ path: String) -> Address {
    let read = SweepPart.Read(place)
    let grid = SweepGrid(part.axes(changing: [read]), of: self)
    let values = values(of: part.keeping([read]), at: grid) { root -> (device: Int, offset: Int)? in
      guard let node = root[path: read.steps], case .number(let number) = node.value,
        let device = number.integer
      else { return nil }
      return (device, node.offset)
    }
    return Address(path: path, grid: grid, values: values)
  }

  /// What something is at each combination, nil where its values have no place.
  func values<Value>(of part: SweepPart, at grid: SweepGrid, _ read: (JSON5Node) -> Value?) -> [Value?] {
    var digits = [Int](repeating: 0, count: base.axes.count)
    return (0..<grid.count).map { combination in
      grid.put(combination, into: &digits)
      return (try? part.root(base.axes, digits)).flatMap(read)
    }
  }
}

extension JSON5Node {
  /// The value of a key, or nil where there is none.
  subscript(key key: String) -> JSON5Node? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key.hasSameBytes(as: key) }?.node
  }

  /// The value at a path, or nil where there is none.
  subscript(path steps: [ScenarioPath.Step]) -> JSON5Node? {
    var node = self
    for step in steps {
      switch step {
      case .key(let key):
        guard let next = node[key: key] else { return nil }
        node = next
      case .element(let index):
        guard case .array(let elements) = node.value, elements.indices.contains(index) else { return nil }
        node = elements[index]
      }
    }
    return node
  }
}
