internal import FrameSim

/// What points have in common, and what each is called beside the others.
struct PointLabels {
  /// What all points have in common, for the line below the title.
  let common: String
  /// What differs between points: the short name of each coordinate.
  let names: [String]
  /// The coordinates of each point, in the order of `names`.
  let coordinates: [[String]]

  init(_ points: [BreakevenPoint]) {
    let shapes = Set(points.map(\.bus.shape))
    let clocks = Set(points.map(\.bus.clockHz))
    let requests = Set(points.map { Self.text(of: $0.request) })
    let longest = Set(points.map(\.request.maxBytes))
    var names: [String] = []
    var columns: [[String]] = []
    func add(_ name: String, _ values: [String]) {
      guard Set(values).count > 1 else { return }
      names.append(name)
      columns.append(values)
    }
    let swept = points.first?.axes.map(\.path) ?? []
    // The axes of the sweep in its order; what differs without one comes first.
    if !swept.contains("bus.rows"), !swept.contains("bus.columns") {
      add("rows", points.map { "\($0.bus.shape.rows)" })
      add("columns", points.map { "\($0.bus.shape.columns)" })
    }
    if !swept.contains("bus.clockHz") { add("clock", points.map { SI.text(Double($0.bus.clockHz), "Hz") }) }
    let leaves = swept.indices.flatMap { index in
      Self.leaves(
        swept[index], points.map { $0.axes.indices.contains(index) ? $0.axes[index].value : .null })
    }
    for (path, values) in leaves {
      let isClock = path == "bus.clockHz"
      add(
        isClock ? "clock" : Self.shortName(path, among: leaves.map(\.path)),
        isClock ? points.map { SI.text(Double($0.bus.clockHz), "Hz") } : values.map(Self.text))
    }
    if !swept.contains(where: { $0.hasPrefix("breakeven") }) {
      add("request", points.map { Self.text(of: $0.request) })
    }
    self.names = names
    coordinates = points.indices.map { point in columns.map { $0[point] } }

    var common: [String] = []
    if requests.count == 1, let request = requests.first { common.append(request) }
    if shapes.count == 1, let shape = shapes.first {
      var text = shape.description
      if clocks.count == 1, let clock = clocks.first { text += " at " + SI.text(Double(clock), "Hz") }
      let sizes = Set(points.map(\.bytesPerFrame))
      if sizes.count == 1, let bytes = sizes.first, bytes > 0 {
        text += ", \(format(bytes, digits: 3)) data bytes per frame"
      }
      common.append(text)
    } else if clocks.count == 1, let clock = clocks.first {
      common.append("clock " + SI.text(Double(clock), "Hz"))
    }
    if longest.count == 1, let longest = longest.first {
      common.append(longest == 1 ? "1 byte" : "sizes from 1 to \(longest) bytes")
    }
    self.common = common.joined(separator: "; ")
  }

  /// What a point is called beside the others; empty where there is only one.
  func label(_ index: Int) -> String {
    guard coordinates.count > 1 else { return "" }
    let parts = Self.parts(names: names, values: coordinates[index], withNames: true)
    return parts.isEmpty ? "point \(index + 1)" : parts.joined(separator: ", ")
  }

  /// Values with or without their names; rows and columns together are a shape.
  static func parts(names: [String], values: [String], withNames: Bool) -> [String] {
    let row = names.firstIndex(of: "rows")
    let column = names.firstIndex(of: "columns")
    var parts: [String] = []
    for (index, (name, value)) in zip(names, values).enumerated() {
      if let row, let column, index == row || index == column {
        if index == min(row, column) { parts.append("\(values[row])x\(values[column])") }
      } else if value != absent {
        parts.append(withNames ? "\(name) \(value)" : value)
      }
    }
    return parts.isEmpty && !values.isEmpty ? [withNames ? "no \(names[0])" : absent] : parts
  }

  /// The coordinates as columns of a table, with the names of each; rows and columns together are a shape.
  var columns: [(name: String, values: [String])] {
    let row = names.firstIndex(of: "rows")
    let column = names.firstIndex(of: "columns")
    return names.indices.compactMap { index in
      guard let row, let column, index == row || index == column else {
        return (names[index], coordinates.map { $0[index] })
      }
      return index == min(row, column) ? ("shape", coordinates.map { "\($0[row])x\($0[column])" }) : nil
    }
  }

  /// The names of coordinates as a heading.
  static func heading(_ names: [String]) -> String {
    names.contains("rows") && names.contains("columns")
      ? (["shape"] + names.filter { $0 != "rows" && $0 != "columns" }).joined(separator: ", ")
      : names.joined(separator: ", ")
  }

  /// The values of an axis by path: where all are objects with the same keys, a path for each key.
  private static func leaves(_ path: String, _ values: [JSONValue]) -> [(path: String, values: [JSONValue])] {
    var objects: [[String: JSONValue]] = []
    for value in values {
      guard case .object(let members) = value else { return [(path, values)] }
      objects.append(members)
    }
    let keys = Set(objects.first?.keys.map { $0 } ?? [])
    guard !keys.isEmpty, objects.allSatisfy({ Set($0.keys) == keys }) else { return [(path, values)] }
    return keys.sorted().flatMap { key in
      leaves(path + "." + key, objects.map { $0[key] ?? .null })
    }
  }

  /// The last keys of a path: as few as tell it from the others.
  private static func shortName(_ path: String, among all: [String]) -> String {
    let keys = path.split(separator: ".")
    for count in 1...max(1, keys.count) {
      let name = keys.suffix(count).joined(separator: ".")
      let same = all.filter { ("." + $0).hasSuffix("." + name) }
      if same.count == 1 { return name }
    }
    return path
  }

  /// A value as it stands in a label: no quotes, no braces.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): return text
    case .object(let members):
      let sorted = members.filter { $0.value != .null }.sorted { $0.key < $1.key }
      return sorted.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
    case .array(let elements): return elements.map(text).joined(separator: ", ")
    case .null: return absent
    default: return value.text(.compact)
    }
  }

  /// The value of a key that a point does not have: `null` in a sweep leaves it out.
  private static let absent = "-"

  private static func text(of request: BreakevenRequest) -> String {
    let way = request.operation == .write ? "Writes to" : "Reads from"
    return "\(way) \(request.place)"
  }

  /// A tick of a time axis, for example `20 ms`.
  static func time(_ seconds: Double) -> String {
    if seconds >= 0.999_999e6 {
      var exponent = 0
      var rest = seconds
      while rest >= 9.999_999 {
        rest /= 10
        exponent += 1
      }
      return "\(Int(rest.rounded()))e\(exponent) s"
    }
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "\u{B5}s"), (1e-9, "ns")]
    guard let (unit, name) = units.first(where: { seconds >= $0.0 * 0.999_999 }) else { return "< 1 ns" }
    return "\(Int((seconds / unit).rounded())) \(name)"
  }

  /// A tick of a size axis: `512`, `4 Ki`.
  static func size(_ bytes: Double) -> String {
    let count = Int(bytes.rounded())
    if count >= 1 << 20, count % (1 << 20) == 0 { return "\(count >> 20) Mi" }
    if count >= 1 << 10, count % (1 << 10) == 0 { return "\(count >> 10) Ki" }
    return "\(count)"
  }
}
