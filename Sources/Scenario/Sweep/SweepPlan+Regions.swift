internal import FrameSim

extension SweepPart {
  /// Where the region stands in the root of a part that is about one.
  static let regionSteps: [ScenarioPath.Step] = [
    .key("peripherals"), .element(0), .key("memory"), .element(0),
  ]
}

extension SweepPlan {
  /// The first point at which memory regions overlap of which an axis sets one; nil where there is none.
  ///
  /// What each region is by itself is looked at as a part, and so are lists of regions that an axis sets as a whole.
  func firstOverlap() -> Int? {
    if setsWhole("peripherals") { return nil }
    return Self.changedElements(of: "peripherals", changes).filter { !setsWholeMemory(of: $0) }
      .compactMap { firstOverlap(in: $0) }.min()
  }

  /// Whether an axis sets all memory regions of a Peripheral together.
  func setsWholeMemory(of peripheral: Int) -> Bool {
    let steps = Self.memory(of: peripheral)
    return changes.contains { steps.starts(with: $0.steps) }
  }

  /// The memory regions of a Peripheral in which an axis sets something, ascending.
  func changedRegions(of peripheral: Int) -> [Int] {
    let steps = Self.memory(of: peripheral)
    return Set(
      changes.compactMap { change in
        guard change.steps.count > steps.count, change.steps.starts(with: steps),
          case .element(let index) = change.steps[steps.count]
        else { return nil }
        return index
      }
    ).sorted()
  }

  private static func memory(of peripheral: Int) -> [ScenarioPath.Step] {
    [.key("peripherals"), .element(peripheral), .key("memory")]
  }

  /// A part that is decoded from one memory region.
  func region(_ index: Int, of peripheral: Int) -> SweepPart {
    var part = part(.region(index, of: peripheral), [])
    let place = Self.memory(of: peripheral) + [.element(index)]
    part.changes = changes.compactMap { change in
      guard change.steps.starts(with: place) else { return nil }
      var change = change
      change.steps.replaceSubrange(..<place.count, with: SweepPart.regionSteps)
      return change
    }
    guard let node = root[path: place] else { return part }
    func holding(_ key: String, _ node: JSON5Node) -> JSON5Node {
      let list = JSON5Node(.array([node]), at: node.offset)
      return JSON5Node(.object([JSON5Member(key: key, keyOffset: node.offset, node: list)]), at: node.offset)
    }
    part.root = holding("peripherals", holding("memory", node))
    return part
  }

  /// A memory region at each combination of the axes that set its place; nil where it is none.
  private struct Region {
    var grid: SweepGrid
    var values: [Range<Int>?]
  }

  private func firstOverlap(in peripheral: Int) -> Int? {
    let changed = changedRegions(of: peripheral)
    // The others do not overlap, so that their ends ascend like their starts.
    let isChanged = Set(changed)
    let fixed = base.peripherals[peripheral].memory.enumerated().filter { !isChanged.contains($0.offset) }
      .map { Int($0.element.address)..<Int($0.element.address) + Int($0.element.bytes) }
      .sorted { $0.lowerBound < $1.lowerBound }
    let regions = changed.map { place(of: $0, in: peripheral) }
    var first: Int?
    for region in regions {
      let bad = region.values.firstIndex { $0.map { Self.overlaps($0, fixed) } ?? false }
      if let bad { first = min(first ?? .max, region.grid.point(bad)) }
    }
    if regions.count < 2 { return first }
    let grid = SweepGrid(Set(regions.flatMap(\.grid.axes)).sorted(), of: self)
    var digits = [Int](repeating: 0, count: base.axes.count)
    for combination in 0..<grid.count {
      if let first, grid.point(combination) >= first { return first }
      grid.put(combination, into: &digits)
      let places = regions.compactMap { $0.values[$0.grid.combination(at: digits)] }
        .sorted { $0.lowerBound < $1.lowerBound }
      if zip(places, places.dropFirst()).contains(where: { $0.upperBound > $1.lowerBound }) {
        return grid.point(combination)
      }
    }
    return first
  }

  /// Whether a region overlaps one of sorted regions that do not overlap each other.
  private static func overlaps(_ region: Range<Int>, _ sorted: [Range<Int>]) -> Bool {
    let next = sorted.indices.partitionPoint { sorted[$0].lowerBound >= region.upperBound }
    return next > 0 && sorted[next - 1].upperBound > region.lowerBound
  }

  private func place(of index: Int, in peripheral: Int) -> Region {
    let part = region(index, of: peripheral)
    let reads = ["address", "bytes"].map { SweepPart.Read(SweepPart.regionSteps + [.key($0)]) }
    let grid = SweepGrid(part.axes(changing: reads), of: self)
    let values = values(of: part.keeping(reads), at: grid) { root -> Range<Int>? in
      var decoder = decoder(root)
      guard let node = root[path: SweepPart.regionSteps],
        let region = decoder.decodeRegion(Field(node: node, path: ""))
      else { return nil }
      return Int(region.address)..<Int(region.address) + Int(region.bytes)
    }
    return Region(grid: grid, values: values)
  }
}
