internal import FrameSim

// The keys of `host.dma` that are for the kind "bam", and of what is in them.
extension ObjectSchema {
  private static let defaults = BAMConfiguration()
  private static let hostTime = "host time is # microseconds"
  private static let engineTime = "a time of the engine is # microseconds"
  static let registerRule = "register addresses are whole numbers from #"

  private static func time(
    _ name: String, _ summary: String, rule: String = engineTime, note: String = ""
  ) -> SchemaKey {
    SchemaKey(
      name, .real(ScenarioLimits.microseconds), summary, unit: "microseconds", rule: rule, note: note,
      default: 0)
  }

  static let bamMembers = driverMembers + engineMembers + mishapMembers

  /// What the driver does.
  private static let driverMembers = [
    SchemaKey(
      "lock", .words(BAMConfiguration.Lock.self), "How the driver keeps other pipes out.", note: "see below",
      default: .string(defaults.lock.rawValue)),
    SchemaKey(
      "scratchpad", .any([.address(ScenarioLimits.scratchpad), .words(BAMNoScratchpadWord.self)]),
      "The register that the dummy commands write to, as the metadata says.", rule: registerRule,
      note: "a multiple of 4; `\"none\"`: the metadata names none", default: .count(defaults.scratchpad ?? 0),
      otherwise: "0x0000000C, the register `scratchpad`"),
    SchemaKey(
      "metadata", .words(BAMMetadataWord.self), "What the metadata holds that the client attaches.",
      note: "`\"empty\"`: it is attached without data", default: .string(defaults.metadata.rawValue)),
    SchemaKey(
      "strictMetadata", .flag, "Whether attaching fails where nothing can be locked.", note: "as in v12",
      default: .bool(defaults.hasStrictMetadata)),
    SchemaKey(
      "canLock", .flag, "Whether the controller can lock pipes.", default: .bool(defaults.canLock)),
    SchemaKey(
      "group", .integer(ScenarioLimits.pipeGroup), "The group of the host's pipes.", rule: groupRule,
      note: "a lock keeps pipes of other groups out", default: .count(defaults.group)),
    SchemaKey(
      "ring", .integer(ScenarioLimits.ring), "The slots of each ring, of which one stays free.",
      unit: "slots", rule: "a ring has # slots", default: .count(defaults.ring)),
    SchemaKey(
      "descriptorBytes", .integer(ScenarioLimits.descriptorBytes), "Most bytes of a data descriptor.",
      unit: "bytes", rule: "a descriptor names # bytes, at most 32 KiB less 8",
      default: .count(defaults.descriptorBytes)),
  ]

  /// What the engine does, and what all takes.
  private static let engineMembers = [
    SchemaKey(
      "burst", .integer(ScenarioLimits.burst),
      "Bytes that the engine moves before it looks at the other pipes.", unit: "bytes",
      rule: "a burst has # bytes", note: "a multiple of 16", default: .count(defaults.burst)),
    SchemaKey(
      "fifoBytes", .integer(ScenarioLimits.fifoBytes), "Bytes that the Manager's port of DP0 holds.",
      unit: "bytes", rule: "the port holds # bytes", note: "each way", default: .count(defaults.fifo)),
    SchemaKey(
      "arbitration", .words(BAMConfiguration.Arbitration.self), "Which pipe's turn it is.",
      note:
        "`\"roundRobin\"`: each in turn, a burst at a time; `\"priority\"`: the first that has something to do, in the order "
        + "host, clients", default: .string(defaults.arbitration.rawValue)),
    time(
      "microsecondsPerDoorbell", "Host time to tell the engine that there is more.", rule: hostTime),
    time("microsecondsPerDescriptor", "What the engine takes to fetch a descriptor."),
    time("microsecondsPerBurst", "What it takes to move a burst."),
    time("microsecondsPerElement", "What it takes to do what a command element says."),
    time("interruptMicroseconds", "From an event to the host's interrupt handler.", rule: hostTime),
    time(
      "workerMicroseconds", "From there to the worker that completes and issues.", rule: hostTime),
    SchemaKey(
      "watchdogMicroseconds", .real(ScenarioLimits.watchdogMicroseconds),
      "After how long a pipe is ended that has not got on.", unit: "microseconds",
      rule: "the watchdog waits # microseconds",
      default: .number(Double(defaults.watchdogNanoseconds) / 1000)),
  ]

  /// Who else is there, and what goes wrong.
  private static let mishapMembers = [
    SchemaKey(
      "clients", .list(.object(bamClient), ScenarioLimits.bamClients),
      "Other execution environments on pipes of their own.", note: "see below", default: []),
    SchemaKey(
      "faults", .list(.words(BAMFault.self), 0...BAMFault.allCases.count), "What goes wrong.",
      note: "names, see below", default: []),
    SchemaKey(
      "faultAtByte", .integer(ScenarioLimits.faultAtByte),
      "The data byte of each transfer at which those faults strike that have a place.",
      rule: "a byte of a transfer is #", note: "counted from 0", otherwise: "the middle"),
    SchemaKey(
      "pauseMicroseconds", .real(ScenarioLimits.microseconds), "How long the fault `pause` lasts.",
      unit: "microseconds", rule: "a pause is # microseconds",
      default: .number(Double(defaults.pauseNanoseconds) / 1000)),
  ]

  private static let groupRule = "the group of a pipe is #"

  static let bamClient = ObjectSchema(
    name: "host.dma.clients[]",
    members: [
      SchemaKey(
        "name", .name, "Its name.", note: "each client has another", otherwise: "`\"client1\"`, ..."),
      SchemaKey(
        "group", .integer(ScenarioLimits.pipeGroup), "The group of its pipe.", rule: groupRule,
        default: .count(BAMClient.defaultGroup)),
      SchemaKey(
        "locks", .flag, "Whether it brackets each of its transactions by LOCK and UNLOCK.",
        default: .bool(true)),
      SchemaKey(
        required: "ring", .list(.object(bamTransaction), ScenarioLimits.bamTransactions),
        "Its transactions, in the order of time.", note: "those of all clients together are no more"),
    ],
    aliases: [
      "transactions": ("ring", ""), "writes": ("ring", "as [{ atMicroseconds, writes }]"),
      "lock": ("locks", ""),
      "environment": ("name", ""),
    ])

  static let bamTransaction = ObjectSchema(
    name: "host.dma.clients[].ring[]",
    members: [
      SchemaKey(
        required: "atMicroseconds", .real(ScenarioLimits.transactionMicroseconds),
        "When its descriptors are there, counted from slot 0.", unit: "microseconds",
        rule: "a transaction is # microseconds after slot 0"),
      register("The register that it writes.", otherwise: "this with `value`, `writes` or `command`"),
      value("What it writes.", otherwise: "required with `register`"),
      SchemaKey(
        "writes", .list(.object(bamWrite), ScenarioLimits.bamWrites),
        "Several writes, the command elements of one descriptor.", otherwise: "see `register`"),
      SchemaKey(
        "command", .object(bamCommand), "A Write in Column 0.",
        note: "the same as writes to `commandAddress`, `commandData` and `commandControl`",
        otherwise: "see `register`"),
    ],
    aliases: [
      "at": ("atMicroseconds", "in microseconds"), "time": ("atMicroseconds", "in microseconds"),
      "atslot": ("atMicroseconds", "in microseconds"),
      "milliseconds": ("atMicroseconds", "in microseconds: 1 ms is 1000"),
      "atmilliseconds": ("atMicroseconds", "in microseconds: 1 ms is 1000"), "data": ("value", ""),
      "device": ("command", "as { device, register, value }"),
    ],
    rules: [
      "oneOf": [
        ["required": ["register", "value"], "properties": ["writes": false, "command": false]],
        ["required": ["writes"], "properties": ["register": false, "value": false, "command": false]],
        ["required": ["command"], "properties": ["register": false, "value": false, "writes": false]],
      ]
    ])

  static let bamWrite = ObjectSchema(
    name: "host.dma.clients[].ring[].writes[]",
    members: [
      register("The register.", otherwise: "required", isRequired: true),
      value("What is written.", otherwise: "required", isRequired: true),
    ],
    aliases: ["address": ("register", ""), "offset": ("register", ""), "data": ("value", "")])

  static let bamCommand = ObjectSchema(
    name: "host.dma.clients[].ring[].command",
    members: [
      SchemaKey(
        required: "device", .integer(ScenarioLimits.addressedDevice), "The device number that it addresses.",
        rule: deviceRule),
      SchemaKey(
        required: "register", .address(ScenarioLimits.registerAddresses),
        "The address of the Peripheral's register.", rule: registerRule),
      SchemaKey(
        required: "value", .integer(ScenarioLimits.byteValue), "What is written.", rule: "a byte is #"),
    ],
    aliases: ["address": ("register", ""), "data": ("value", ""), "dev": ("device", "")])

  private static func register(
    _ summary: String, otherwise: String, isRequired: Bool = false
  ) -> SchemaKey {
    SchemaKey(
      "register",
      .any([.words(ManagerRegister.allCases.map(\.name)), .address(ScenarioLimits.bamRegisters)]),
      summary, rule: "the registers of the Manager are at #", note: "its name, or its offset in bytes",
      otherwise: otherwise, isRequired: isRequired)
  }

  private static func value(_ summary: String, otherwise: String, isRequired: Bool = false) -> SchemaKey {
    SchemaKey(
      "value", .address(ScenarioLimits.registerValues), summary, rule: "a register holds 32 bits, #",
      otherwise: otherwise, isRequired: isRequired)
  }
}

/// That the metadata names no register for the dummy commands.
enum BAMNoScratchpadWord: String, CaseIterable {
  case none
}

/// What the metadata holds.
enum BAMMetadataWord: String, CaseIterable {
  case scratchpad, empty
}

extension BAMConfiguration {
  /// What its metadata holds.
  var metadata: BAMMetadataWord { attachesNothing ? .empty : .scratchpad }
}

extension BAMClient {
  /// The group of a client of which the file says none: another one than the host's.
  static let defaultGroup = 1
}
