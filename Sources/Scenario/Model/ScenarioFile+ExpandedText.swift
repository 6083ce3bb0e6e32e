internal import FrameSim

extension ScenarioFile {
  /// Hands on the text of `expanded` in pieces, without a final newline: it is made without the value, so that a scenario of a
  /// million values takes no more memory than it has already.
  public func writeExpanded(_ layout: JSONValue.Layout = .pretty, to sink: @escaping ([UInt8]) -> Void) {
    var writer = JSONWriter(layout: layout, to: sink)
    if hasSweep { writeWithSweep(to: &writer) } else { writeWithoutSweep(to: &writer) }
    writer.finish()
  }

  private func writeWithoutSweep(to writer: inout JSONWriter) {
    let keys = ["format", "name", "seed"] + Self.parts.filter { hasMember($0) }
    writer.object(keys, key: { $0 }) { writer, key in writeExpanded(key, to: &writer) }
  }

  /// Writes the value of a key where there is no sweep, one element of a list after the other.
  func writeExpanded(_ key: String, to writer: inout JSONWriter) {
    switch key {
    case "peripherals": writer.list(peripherals) { $0.write($1) }
    case "transfers": writer.list(transfers) { $0.write($1.expanded) }
    case "expect": writer.list(expectations) { $0.write($1.expanded) }
    case "breakeven":
      guard let breakeven else { return writer.write(.null) }
      writer.write(breakeven.expandedMembers, "sizes", breakeven.sizes) { $0.write($1.expanded) }
    default: writer.write(expandedMember(key) ?? .null)
    }
  }

  /// Whether the scenario has a value for a key that may be without one.
  func hasMember(_ key: String) -> Bool {
    switch key {
    case "transfers": !transfers.isEmpty
    case "breakeven": breakeven != nil
    case "peripherals", "expect": true
    default: expandedMember(key) != nil
    }
  }

  private func writeWithSweep(to writer: inout JSONWriter) {
    var node = document.root
    if case .object(let members) = node.value {
      let left = [ObjectSchema.schemaKey, "sweep", "name"]
      node.value = .object(members.filter { member in !left.contains { member.key.hasSameBytes(as: $0) } })
    }
    writer.write(
      .scenario, node,
      besides: [
        ("name", { $0.write(.string(name)) }), ("sweep", { $0.list(axes) { $0.write($1) } }),
      ])
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ peripheral: PeripheralConfiguration) {
    write(peripheral.expandedMembers, "memory", peripheral.memory) { $0.write($1.expanded) }
  }

  /// An object of which one member is a list that may be long.
  fileprivate mutating func write<Element>(
    _ members: [String: JSONValue], _ list: String, _ elements: [Element],
    _ body: (inout JSONWriter, Element) -> Void
  ) {
    object(Array(members.keys) + [list], key: { $0 }) { writer, key in
      if let value = members[key] { writer.write(value) } else { writer.list(elements, body) }
    }
  }

  fileprivate mutating func write(_ axis: SweepAxis) {
    object([axis], key: \.expandedKey) { writer, axis in
      switch axis.values {
      case .allShapes: writer.write("all")
      case .single(let values), .tuples(let values): writer.list(values) { $0.write($1.value.json) }
      }
    }
  }

  /// An object with the defaults that are always the same, and with members that are not written as they stand.
  fileprivate mutating func write(
    _ schema: ObjectSchema, _ node: JSON5Node,
    besides others: [(key: String, body: (inout Self) -> Void)] = []
  ) {
    let members = schema.filledMembers(node).map { key, value in
      (key: key, body: { (writer: inout Self) in writer.write(value) })
    }
    object(members + others, key: \.key) { writer, member in member.body(&writer) }
  }

  private mutating func write(_ value: ObjectSchema.Filled) {
    switch value {
    case .text(let type, let node): write(type, node)
    case .value(let value): write(value)
    }
  }

  private mutating func write(_ type: SchemaType, _ node: JSON5Node) {
    if node.isObject {
      guard let schema = type.object else { return write(node.value.json) }
      write(schema, node)
    } else if case .array(let elements) = node.value {
      let element = type.element
      list(elements) { writer, node in
        if let element { writer.write(element, node) } else { writer.write(node.value.json) }
      }
    } else {
      write(node.value.json)
    }
  }
}
