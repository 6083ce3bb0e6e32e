internal import FrameSim

extension OffloadConfiguration {
  /// As a file says it, with every default; `data` is where the bytes of its stream come from.
  func expanded(_ data: DataSource?) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "capabilities": capabilities.expanded,
      "instructionWords": .count(instructionWords), "dataWords": .count(dataWords),
      "sync": .bool(endsWithSync), "port": .string(port.rawValue), "hooks": .bool(streams.hasHooks),
      "triggers": .array(triggers.map(\.expanded)), "rxStream": .object(streams.rx.members),
    ]
    members["sequenceMicroseconds"] = sequenceNanoseconds.map { microseconds($0) }
    if let data {
      members["txStream"] = .object(streams.tx.members.merging(["data": data.expanded]) { $1 })
    }
    return .object(members)
  }
}

extension OffloadCapabilities {
  var expanded: JSONValue { .array(names.map { .string($0) }) }
}

extension OffloadStreams.Ring {
  fileprivate var members: [String: JSONValue] {
    ["ringBytes": .count(bytes), "periods": .count(periods), "served": .bool(isServed)]
  }
}

extension OffloadTrigger {
  fileprivate var expanded: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "fromMicroseconds": microseconds(appearsAt), "validate": .bool(validates),
    ]
    members["untilMicroseconds"] = vanishesAt.map { microseconds($0) }
    switch source {
    case .periodic(let hertz, let offset):
      members["periodic"] = ["hertz": .count(hertz), "offsetNanoseconds": .count(offset)]
    case .dataReady(let frames, let phase):
      members["dataReady"] = ["everyFrames": .count(frames), "phase": .count(phase)]
    case .alert(let device): members["dataReady"] = ["alert": .count(device)]
    case .command: members["command"] = true
    }
    return .object(members)
  }
}

extension ScenarioCall {
  /// The keys of its entry but for the name.
  var members: [String: JSONValue] {
    var members: [String: JSONValue] = ["call": .string(word.rawValue)]
    switch self {
    case .optimize(let items): members["message"] = .array(items.map(\.expanded))
    case .plain(.get(let device, let capabilities)):
      members["device"] = device.map { .count($0) }
      members["capabilities"] = capabilities?.expanded
    case .plain(.triggerGet(let name)): members["trigger"] = .string(name)
    case .plain(.enable(let order, let between)), .plain(.disable(let order, let between)):
      members["order"] = .string(order.rawValue)
      members["betweenMicroseconds"] = microseconds(between)
    case .plain(.trigger(let count, let frames)):
      members["count"] = .count(count)
      members["everyFrames"] = frames.map { .count($0) }
    case .plain(.wait(.triggers(let count))): members["triggers"] = .count(count)
    case .plain(.wait(.frames(let count))): members["frames"] = .count(count)
    case .plain(.wait(.nanoseconds(let time))): members["microseconds"] = microseconds(time)
    case .plain: break
    }
    return members
  }
}

extension ScenarioCall.Item {
  fileprivate var expanded: JSONValue {
    guard case .move(let move) = self else {
      if case .sleep(let frames) = self { return ["sleepFrames": .count(frames)] }
      return [:]
    }
    var members: [String: JSONValue] = [
      "via": .string(move.path.rawValue), "device": .count(move.device), "address": .count(move.address),
      "op": "write",
    ]
    switch move.content {
    case .write(let source): members["data"] = source.expanded
    case .writeFromStream(let bytes):
      members["stream"] = true
      members["bytes"] = .count(bytes)
    case .read(let bytes, let isStream):
      members["op"] = "read"
      members["bytes"] = .count(bytes)
      members["into"] = .string((isStream ? ReadPlaceWord.stream : .buffer).rawValue)
    }
    return .object(members)
  }
}
