internal import FrameSim

extension ScenarioDecoder {
  /// The other clients of a descriptor engine.
  mutating func decodeClients(_ field: Field) -> [BAMClient] {
    guard let elements = reader.elements(field) else { return [] }
    let most = ScenarioLimits.bamClients.upperBound
    if elements.count > most {
      reader.error(field, "\(elements.count) clients are more than the \(most) that a BAM may have")
      return []
    }
    let count = elements.nodes.reduce(0) { $0 + Self.transactionCount($1) }
    guard count <= ScenarioLimits.bamTransactions.upperBound else {
      reader.error(
        field,
        "\(count) transactions are more than the \(ScenarioLimits.bamTransactions.upperBound) that all clients may have "
          + "together")
      return []
    }
    var clients: [BAMClient] = []
    var places: [ByteKey: Int] = [:]
    for (index, element) in elements.enumerated() {
      guard let view = reader.object(element, .bamClient, example: "{ name: \"firmware\", ring: [{ ... }] }")
      else { continue }
      let client = decodeClient(view, index: index)
      if let other = places[ByteKey(client.name)] {
        let what = view["name"] == nil ? "the default name" : "the name"
        reader.error(
          view["name"] ?? element,
          "\(what) \(quote(client.name)) is already that of \(elements[other].path); names are unique")
      } else {
        places[ByteKey(client.name)] = index
      }
      clients.append(client)
    }
    return clients
  }

  /// How many transactions a client has, good or not.
  private static func transactionCount(_ node: JSON5Node) -> Int {
    guard case .object(let members) = node.value,
      let ring = members.first(where: { $0.key.hasSameBytes(as: "ring") })?.node,
      case .array(let elements) = ring.value
    else { return 0 }
    return elements.count
  }

  private static let transactionExample = "{ atMicroseconds: 100, register: \"dp0AddressLow\", value: 0 }"

  private mutating func decodeClient(_ view: ObjectView, index: Int) -> BAMClient {
    let name = view["name"].flatMap { reader.name($0) } ?? "client\(index + 1)"
    let group = view["group"].flatMap { reader.integer($0) } ?? BAMClient.defaultGroup
    let locks = view["locks"].flatMap { reader.flag($0) } ?? true
    let hint = "a client has at least one transaction: ring: [\(Self.transactionExample)]"
    var transactions: [BAMClient.Transaction] = []
    if let field = reader.required(view, "ring", hint), let elements = reader.elements(field) {
      if elements.isEmpty { reader.error(field, "the list is empty; \(hint)") }
      transactions = decodeTransactions(elements)
    }
    return BAMClient(name: name, group: group, locks: locks, transactions: transactions)
  }

  private mutating func decodeTransactions(_ elements: FieldElements) -> [BAMClient.Transaction] {
    var transactions: [BAMClient.Transaction] = []
    transactions.reserveCapacity(elements.count)
    // The latest so far, with where it stands.
    var latest: (nanoseconds: UInt64, index: Int)?
    for (index, element) in elements.enumerated() {
      guard let view = reader.object(element, .bamTransaction, example: Self.transactionExample) else {
        continue
      }
      let hint = "when its descriptors are there, counted from slot 0"
      let field = reader.required(view, "atMicroseconds", hint)
      let time = field.flatMap { nanoseconds($0) }
      if let field, let time {
        if let latest, time < latest.nanoseconds {
          reader.error(
            field,
            "contradictory values: \(Self.microseconds(time)) microseconds are before the "
              + "\(Self.microseconds(latest.nanoseconds)) of \(elements[latest.index].path); a ring goes in the order of time"
          )
        } else {
          latest = (time, index)
        }
      }
      let writes = decodeWrites(view)
      if let time, let writes {
        transactions.append(BAMClient.Transaction(atNanoseconds: time, writes: writes))
      }
    }
    return transactions
  }

  private static func microseconds(_ nanoseconds: UInt64) -> String {
    JSON5Number.real(Double(nanoseconds) / 1000).description
  }

  /// What a transaction writes, in whichever of the three forms; nil where something is wrong with it.
  private mutating func decodeWrites(_ view: ObjectView) -> [BAMClient.Write]? {
    let single = view.needed("register") ?? view.needed("value")
    let forms = [single, view.needed("writes"), view.needed("command")].compactMap { $0 }
    guard let first = forms.first else {
      if view.meant.isDisjoint(with: ["register", "value", "writes", "command"]) {
        reader.error(
          view.field,
          "it is not said what is written; write register: NAME and value: NUMBER, writes: [{ ... }] or command: { ... }"
        )
      }
      return nil
    }
    for other in forms.dropFirst() {
      let keys = [first, other].map { $0.key?.name ?? "" }
      reader.error(other, "contradictory values: a transaction has either \(keys[0]) or \(keys[1])")
    }
    var written: [BAMClient.Write]?
    if let field = view.needed("command") { written = decodeCommand(field) }
    if let field = view.needed("writes") { written = decodeList(field) }
    if view["register"] != nil || single != nil && forms.count == 1 {
      written = decodeWrite(view).map { [$0] }
    }
    return forms.count == 1 ? written : nil
  }

  private mutating func decodeList(_ field: Field) -> [BAMClient.Write]? {
    guard let elements = reader.elements(field) else { return nil }
    let example = "{ register: \"dp0AddressLow\", value: 0 }"
    let most = ScenarioLimits.bamWrites.upperBound
    if elements.isEmpty { reader.error(field, "the list is empty; write for example writes: [\(example)]") }
    guard elements.count <= most else {
      reader.error(
        field,
        "\(elements.count) writes are more than the \(most) command elements that a descriptor can name")
      return nil
    }
    let writes = elements.compactMap { element in
      reader.object(element, .bamWrite, example: example).flatMap { decodeWrite($0) }
    }
    return writes.count == elements.count ? writes : nil
  }

  private mutating func decodeWrite(_ view: ObjectView) -> BAMClient.Write? {
    let register = reader.required(view, "register", "the register's name, or its offset").flatMap {
      decodeRegister($0)
    }
    let value = reader.required(view, "value", "what is written").flatMap { reader.address($0) }
    guard let register, let value else { return nil }
    return BAMClient.Write(register, value)
  }

  private mutating func decodeCommand(_ field: Field) -> [BAMClient.Write]? {
    let example = "{ device: 1, register: 0x2000, value: 0 }"
    guard let view = reader.object(field, .bamCommand, example: example) else { return nil }
    let device = reader.required(view, "device", "the device number that it addresses").flatMap {
      reader.integer($0)
    }
    let register = reader.required(view, "register", "the address of the Peripheral's register").flatMap {
      reader.address($0)
    }
    let value = reader.required(view, "value", "the byte that is written").flatMap { reader.integer($0) }
    guard let device, let register, let value else { return nil }
    return BAMClient.Transaction.command(
      atNanoseconds: 0, device: device, register: UInt16(truncatingIfNeeded: register),
      value: UInt8(truncatingIfNeeded: value)
    ).writes
  }
}
