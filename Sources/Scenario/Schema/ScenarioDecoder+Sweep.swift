internal import FrameSim

extension ScenarioDecoder {
  private static let axesLimit = 64
  /// Key paths of all axes together.
  private static let pathsLimit = 1024

  /// The axes of the sweep, none where there is no sweep; values are looked at as each point is decoded.
  mutating func decodeSweep(_ view: ObjectView) -> [SweepAxis] {
    let example = "sweep: { \"bus.rows\": [48, 50] }"
    guard let field = use == .sweep ? view.needed("sweep") : view["sweep"] else {
      if use == .sweep { reader.missing(view, "sweep", "say what is swept: \(example)") }
      return []
    }
    guard let members = members(of: field, example) else { return [] }
    if members.isEmpty { reader.error(field, "the sweep has no axes; write for example \(example)") }
    guard members.count <= Self.axesLimit else {
      reader.error(field, "\(members.count) axes are more than the \(Self.axesLimit) a sweep may have")
      return []
    }
    var axes: [SweepAxis] = []
    for member in members {
      if let axis = decodeAxis(member, after: axes) { axes.append(axis) }
    }
    if axes.count == members.count { checkCount(axes, field) }
    return axes
  }

  /// The axes of an object, or of a list of objects.
  private mutating func members(of field: Field, _ example: String) -> [JSON5Member]? {
    switch field.node.value {
    case .object(let members): return members
    case .array(let elements):
      var all: [JSON5Member] = []
      for (index, element) in elements.enumerated() {
        guard case .object(let members) = element.value else {
          let field = Field(node: element, path: "sweep[\(index)]")
          reader.error(field, "an object belongs here, not \(element.value.kind)")
          return nil
        }
        if members.isEmpty {
          reader.error(Field(node: element, path: "sweep[\(index)]"), "the object has no axis")
          return nil
        }
        all += members
      }
      return all
    default:
      reader.wrongKind(field, wanted: "an object", "write \(example)")
      return nil
    }
  }

  private mutating func decodeAxis(_ member: JSON5Member, after axes: [SweepAxis]) -> SweepAxis? {
    let name = "sweep[\(quote(member.key, limit: 80))]"
    var isGood = true
    func complain(_ message: String) {
      reader.diagnostics.error(at: member.keyOffset, path: name, message)
      isGood = false
    }
    var paths: [ScenarioPath] = []
    let taken = axes.flatMap(\.paths)
    let parts = member.key.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if taken.count + parts.count > Self.pathsLimit {
      complain("these are more than the \(Self.pathsLimit) key paths that the axes of a sweep may set")
      return nil
    }
    for part in parts {
      let text = Self.withoutSpaces(part)
      guard let path = Self.path(text, beside: paths.first) else {
        complain("\(quote(text)) is no key path; write for example bus.rows or transfers[0].bytes")
        continue
      }
      let earlier = taken + paths
      if let complaint = path.complaint ?? Self.clash(path, earlier) ?? missing(path, earlier) {
        complain(parts.count > 1 ? "\(path): \(complaint)" : complaint)
      }
      paths.append(path)
    }
    guard isGood, let values = decodeValues(Field(node: member.node, path: name), paths) else { return nil }
    return SweepAxis(key: member.key, offset: member.keyOffset, paths: paths, values: values)
  }

  private static func withoutSpaces(_ part: Substring.UTF8View) -> String {
    let space = UInt8(ascii: " ")
    guard let first = part.firstIndex(where: { $0 != space }),
      let last = part.lastIndex(where: { $0 != space })
    else { return "" }
    return String(Substring(part[first...last]))
  }

  /// The path of a text: after the first path a text may name a key of the same object.
  private static func path(_ text: String, beside first: ScenarioPath?) -> ScenarioPath? {
    guard let path = ScenarioPath(text) else { return nil }
    guard let parent = first?.parentAndKey?.parent else { return path }
    let beside = ScenarioPath(steps: parent + path.steps)
    // A text that names nothing is taken for a path from the top, unless only its key is misspelt.
    if beside.complaint == nil || path.complaint != nil && path.steps.count == 1 { return beside }
    return path
  }

  /// Why a path cannot come after others, or nil where it can.
  private static func clash(_ path: ScenarioPath, _ earlier: [ScenarioPath]) -> String? {
    if earlier.contains(path) { return "contradictory values: it is set twice" }
    if let undone = earlier.first(where: { path.holds($0) }) {
      return "contradictory values: it would undo \(undone), which is set before; put it first"
    }
    return nil
  }

  /// Why there is no such place in the file, or nil where there is one, or an earlier path may make it.
  private func missing(_ path: ScenarioPath, _ earlier: [ScenarioPath]) -> String? {
    if earlier.contains(where: { $0.holds(path) }) { return nil }
    return document.root.complaint(settingAt: path.steps)
  }

  private mutating func decodeValues(_ field: Field, _ paths: [ScenarioPath]) -> SweepAxis.Values? {
    let rows = ScenarioPath(steps: [.key("bus"), .key("rows")])
    let columns = ScenarioPath(steps: [.key("bus"), .key("columns")])
    if case .string(let text) = field.node.value, text.hasSameBytes(as: "all") {
      if paths == [rows, columns] || paths == [columns, rows] {
        return .allShapes(rowsFirst: paths.first == rows, at: field.node.offset)
      }
      reader.error(field, "\"all\" is for \"bus.rows,columns\" only; write a list of values")
      return nil
    }
    guard let elements = reader.elements(field, isOfObjects: false) else { return nil }
    let nodes = elements.nodes
    if elements.isEmpty {
      reader.error(field, "the axis is empty; it has at least one value")
      return nil
    }
    if paths.count == 1 { return .single(nodes) }
    var isGood = true
    for element in elements {
      var names: String { list(paths.map(\.description)) }
      guard case .array(let values) = element.node.value else {
        reader.error(
          element,
          "a list of \(paths.count) values belongs here (\(names)), not \(element.node.value.kind)")
        isGood = false
        continue
      }
      if values.count == paths.count { continue }
      reader.error(element, "\(paths.count) values belong here (\(names)), not \(values.count)")
      isGood = false
    }
    return isGood ? .tuples(nodes) : nil
  }

  private mutating func checkCount(_ axes: [SweepAxis], _ field: Field) {
    var count = 1
    for axis in axes {
      let (product, overflow) = count.multipliedReportingOverflow(by: axis.count)
      if overflow || product > ScenarioLimits.points {
        let factors = axes.map { "\($0.count)" }.joined(separator: " x ")
        reader.error(
          field, "\(factors) points are more than the \(ScenarioLimits.points) a sweep may have")
        return
      }
      count = product
    }
  }
}
