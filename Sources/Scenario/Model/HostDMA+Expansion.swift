internal import FrameSim

extension HostDMA {
  /// As a file says it, with every default.
  var expanded: JSONValue {
    var members: [String: JSONValue] =
      switch self {
      case .hda(let times): times.members
      case .amd: [:]
      case .bam(let bam): bam.members
      }
    members["kind"] = .string(word.rawValue)
    return .object(members)
  }
}

extension DMATimes {
  fileprivate var members: [String: JSONValue] {
    [
      "microsecondsToPrepare": microseconds(nanosecondsToPrepare),
      "microsecondsToFormatPerByte": .number(Double(picosecondsToFormatPerByte) / 1e6),
      "microsecondsToStart": microseconds(nanosecondsToStart), "polls": .count(polls),
      "microsecondsPerPoll": microseconds(nanosecondsPerPoll),
    ]
  }
}

extension BAMConfiguration {
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "lock": .string(lock.rawValue),
      "scratchpad": scratchpad.map { .count($0) } ?? .string(BAMNoScratchpadWord.none.rawValue),
      "metadata": .string(metadata.rawValue), "strictMetadata": .bool(hasStrictMetadata),
      "canLock": .bool(canLock), "group": .count(group), "ring": .count(ring),
      "descriptorBytes": .count(descriptorBytes), "burst": .count(burst), "fifoBytes": .count(fifo),
      "arbitration": .string(arbitration.rawValue),
      "microsecondsPerDoorbell": microseconds(times.perDoorbell),
      "microsecondsPerDescriptor": microseconds(times.perDescriptor),
      "microsecondsPerBurst": microseconds(times.perBurst),
      "microsecondsPerElement": microseconds(times.perElement),
      "interruptMicroseconds": microseconds(times.toInterrupt),
      "workerMicroseconds": microseconds(times.toWorker),
      "watchdogMicroseconds": microseconds(watchdogNanoseconds),
      "clients": .array(clients.map(\.expanded)),
      "faults": .array(BAMFault.allCases.filter(faults.contains).map { .string($0.rawValue) }),
      "pauseMicroseconds": microseconds(pauseNanoseconds),
    ]
    members["faultAtByte"] = faultAtByte.map { .count($0) }
    return members
  }
}

extension BAMClient {
  fileprivate var expanded: JSONValue {
    [
      "name": .string(name), "group": .count(group), "locks": .bool(locks),
      "ring": .array(transactions.map(\.expanded)),
    ]
  }
}

extension BAMClient.Transaction {
  /// A command is written as the register writes that it is.
  fileprivate var expanded: JSONValue {
    let written: [String: JSONValue] =
      writes.count == 1 ? writes[0].members : ["writes": .array(writes.map { .object($0.members) })]
    return .object(written.merging(["atMicroseconds": microseconds(atNanoseconds)]) { $1 })
  }
}

extension BAMClient.Write {
  fileprivate var members: [String: JSONValue] {
    ["register": .string(register.name), "value": .count(value)]
  }
}

/// A number of nanoseconds in microseconds.
func microseconds(_ nanoseconds: UInt64) -> JSONValue { .number(Double(nanoseconds) / 1000) }
