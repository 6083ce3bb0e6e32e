internal import FrameSim

extension ObjectSchema {
  static let dma = ObjectSchema(
    name: "host.dma", members: [dmaKind] + hdaMembers + bamMembers,
    aliases: [
      "prepare": ("microsecondsToPrepare", "in microseconds"),
      "start": ("microsecondsToStart", "in microseconds"), "poll": ("microsecondsPerPoll", "in microseconds"),
      "format": ("microsecondsToFormatPerByte", "in microseconds"), "type": ("kind", ""),
      "millisecondstoprepare": ("microsecondsToPrepare", "in microseconds: 1 ms is 1000"),
      "millisecondsperpoll": ("microsecondsPerPoll", "in microseconds: 1 ms is 1000"),
      "locking": ("lock", ""), "ringslots": ("ring", ""), "slots": ("ring", ""), "fifo": ("fifoBytes", ""),
      "burstbytes": ("burst", ""), "threshold": ("burst", "in bytes"), "pipes": ("clients", ""),
      "client": ("clients", "a list"), "fault": ("faults", "a list of names"),
      "doorbell": ("microsecondsPerDoorbell", "in microseconds"),
      "watchdog": ("watchdogMicroseconds", "in microseconds"),
      "timeout": ("watchdogMicroseconds", "in microseconds"),
      "interrupt": ("interruptMicroseconds", "in microseconds"),
      "worker": ("workerMicroseconds", "in microseconds"), "pause": ("pauseMicroseconds", "in microseconds"),
      "microsecondsperinterrupt": ("interruptMicroseconds", ""),
      "microsecondsperworker": ("workerMicroseconds", ""),
    ],
    rules: ["allOf": .array(DMAKindWord.allCases.map(only))],
    fillsDefaults: false)

  private static let dmaKind = SchemaKey(
    required: "kind", .words(DMAKindWord.self), "Whose it is.",
    note: "see below; the other keys here are for `\"hda\"` alone, and `\"bam\"` has its own")

  static let hdaMembers = [
    hostTime("microsecondsToPrepare", "Host time to prepare it, when the bus is prepared."),
    hostTime(
      "microsecondsToFormatPerByte", "Host time to format its buffer, for each data byte.",
      note: "a whole number of picoseconds"),
    hostTime("microsecondsToStart", "Host time to start it, before the channel is enabled."),
    SchemaKey(
      "polls", .integer(ScenarioLimits.polls), "How often the host looks whether it is through.",
      unit: "times", rule: "a host looks # times", note: "after the last block", default: 0),
    hostTime("microsecondsPerPoll", "Host time of each look."),
  ]

  private static func hostTime(_ name: String, _ summary: String, note: String = "") -> SchemaKey {
    SchemaKey(
      name, .real(ScenarioLimits.microseconds), summary, unit: "microseconds",
      rule: "host time is # microseconds", note: note, default: 0)
  }

  /// The keys of its kind, and of no other.
  private static func only(_ kind: DMAKindWord) -> JSONValue {
    let others = DMAKindWord.allCases.filter { $0 != kind }.flatMap(\.keys)
    return [
      "if": ["required": ["kind"], "properties": ["kind": ["const": .string(kind.rawValue)]]],
      "then": ["properties": .object(Dictionary(others.map { ($0, false) }, uniquingKeysWith: { $1 }))],
    ]
  }

  /// What has a table in the documentation: every kind of object, and the DMA twice, since of its keys each is for one kind.
  package static let tables = all.flatMap { schema in
    schema.name != dma.name
      ? [schema]
      : [
        ObjectSchema(name: dma.name, members: [dmaKind] + hdaMembers),
        ObjectSchema(name: "\(dma.name) of the kind \"bam\"", members: bamMembers),
      ]
  }
}

/// Whose DMA makes the blocks.
enum DMAKindWord: String, CaseIterable {
  case hda, amd, bam

  /// The keys that are for it alone.
  var keys: [String] {
    switch self {
    case .hda: ObjectSchema.hdaMembers.map(\.name)
    case .amd: []
    case .bam: ObjectSchema.bamMembers.map(\.name)
    }
  }
}

extension HostDMA {
  /// Its kind as a file says it.
  var word: DMAKindWord {
    switch self {
    case .hda: .hda
    case .amd: .amd
    case .bam: .bam
    }
  }
}
