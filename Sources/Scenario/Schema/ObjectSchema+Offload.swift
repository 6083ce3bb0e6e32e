internal import FrameSim

extension ObjectSchema {
  static let offload = ObjectSchema(
    name: "host.offload",
    members: [
      SchemaKey(
        "name", .name, "Its name, by which `dma encode` finds it.",
        default: .string(OffloadConfiguration().name)),
      SchemaKey(
        "capabilities", .list(.words(OffloadCapabilities.named.map(\.name)), 0...4), "What it can do.",
        note: "`\"txStream\"` excludes `\"staticTx\"`",
        default: .array(OffloadConfiguration().capabilities.names.map { .string($0) })),
      SchemaKey(
        "instructionWords", .integer(ScenarioLimits.offloadWords),
        "What its instruction memory holds, in words of 16 bits.", unit: "words", rule: memoryRule,
        note: "a power of two", default: .count(OffloadConfiguration().instructionWords)),
      SchemaKey(
        "dataWords", .integer(ScenarioLimits.offloadWords),
        "What its data memory holds, in words of 32 bits.", unit: "words", rule: memoryRule,
        note: "a power of two", default: .count(OffloadConfiguration().dataWords)),
      SchemaKey(
        "sync", .flag, "Whether its programs end with a SYNC instruction, as older cores need it.",
        default: .bool(OffloadConfiguration().endsWithSync)),
      SchemaKey(
        "sequenceMicroseconds", .real(ScenarioLimits.microseconds),
        "Until the id of the short sequence is seen that newer cores run when they are enabled.",
        unit: "microseconds", rule: "the time of a sequence is # microseconds",
        note: "over 1000 the host gives up: ETIMEDOUT", otherwise: "there is none"),
      SchemaKey(
        "port", .words(OffloadConfiguration.Port.self), "How DP0 is opened for its blocks.",
        note: "when it is enabled, and left open; or by the program, each time",
        default: .string(OffloadConfiguration().port.rawValue)),
      SchemaKey(
        "hooks", .flag, "Whether its driver gives its DMA channels away.",
        default: .bool(OffloadStreams().hasHooks)),
      SchemaKey(
        "triggers", .list(.object(offloadTrigger), ScenarioLimits.offloadTriggers),
        "What can start its program.", note: "see below", default: []),
      SchemaKey(
        "txStream", .object(offloadTx), "The stream that blocks can be sent from.", otherwise: "it is empty"),
      SchemaKey(
        "rxStream", .object(offloadRx), "The stream that what is read goes to.", otherwise: "see below"),
    ],
    aliases: [
      "capability": ("capabilities", "a list"), "caps": ("capabilities", ""),
      "trigger": ("triggers", "a list"), "dp0": ("port", ""), "tx": ("txStream", ""), "rx": ("rxStream", ""),
      "ctrlwords": ("instructionWords", ""), "sdowords": ("dataWords", ""),
      "instructions": ("instructionWords", "in words"), "data": ("dataWords", "in words"),
      "sequence": ("sequenceMicroseconds", "in microseconds"),
      "sequencer": ("sequenceMicroseconds", "in microseconds"),
    ])

  private static let memoryRule = "a memory has # words"

  static let offloadTrigger = ObjectSchema(
    name: "host.offload.triggers[]",
    members: [
      SchemaKey(required: "name", .name, "Its name, by which `triggerGet` asks for it.", note: "each once"),
      SchemaKey(
        "periodic", .object(periodic), "A timer.", otherwise: "this, `dataReady` or `command`"),
      SchemaKey(
        "dataReady", .object(dataReady), "A Peripheral that has data.",
        otherwise: "this, `periodic` or `command`"),
      SchemaKey(
        "command", .constant(true), "A write of the host, as the call `trigger` makes it.",
        otherwise: "this, `periodic` or `dataReady`"),
      SchemaKey(
        "fromMicroseconds", .real(ScenarioLimits.transactionMicroseconds),
        "When the driver of its provider is there, after slot 0.", unit: "microseconds",
        rule: "the time of a provider is # microseconds", note: "before, `triggerGet` is EPROBE_DEFER",
        default: 0),
      SchemaKey(
        "untilMicroseconds", .real(ScenarioLimits.transactionMicroseconds),
        "When that goes away, after slot 0.", unit: "microseconds",
        rule: "the time of a provider is # microseconds",
        note: "from then on ENODEV, and no pulses", otherwise: "it stays"),
      SchemaKey(
        "validate", .flag, "Whether its provider validates configurations.",
        note: "without, `triggerGet` is EOPNOTSUPP", default: true),
    ],
    aliases: [
      "pwm": ("periodic", "as { hertz: N }"), "hertz": ("periodic", "as { hertz: N }"),
      "frequency": ("periodic", "as { hertz: N }"), "ready": ("dataReady", ""),
      "alert": ("dataReady", "as { alert: DEVICE }"), "from": ("fromMicroseconds", "in microseconds"),
      "until": ("untilMicroseconds", "in microseconds"), "validates": ("validate", ""),
    ],
    rules: [
      "oneOf": [
        ["required": ["periodic"], "properties": ["dataReady": false, "command": false]],
        ["required": ["dataReady"], "properties": ["periodic": false, "command": false]],
        ["required": ["command"], "properties": ["periodic": false, "dataReady": false]],
      ]
    ])

  static let periodic = ObjectSchema(
    name: "host.offload.triggers[].periodic",
    members: [
      SchemaKey(
        required: "hertz", .integer(ScenarioLimits.triggerHertz), "How often it comes.", unit: "hertz",
        rule: "a frequency is # hertz",
        note: "its period is rounded up to whole nanoseconds"),
      SchemaKey(
        "offsetNanoseconds", .integer(ScenarioLimits.triggerOffset),
        "From when it is enabled to the first pulse.", unit: "nanoseconds",
        rule: "an offset is # nanoseconds", note: "below the period, or `triggerGet` is EINVAL", default: 0),
    ],
    aliases: [
      "frequency": ("hertz", ""), "frequencyhz": ("hertz", ""), "hz": ("hertz", ""),
      "offset": ("offsetNanoseconds", "in nanoseconds"),
      "kilohertz": ("hertz", "in hertz: 1 kHz is 1000"),
    ])

  static let dataReady = ObjectSchema(
    name: "host.offload.triggers[].dataReady",
    members: [
      SchemaKey(
        "everyFrames", .integer(ScenarioLimits.pulseInterval),
        "It has data at the start of every so many frames.", unit: "frames",
        rule: "the interval is # frames", otherwise: "this or `alert`"),
      SchemaKey(
        "phase", .integer(0...ScenarioLimits.pulseInterval.upperBound - 1),
        "The number of the first frame with data.", unit: "frames", rule: "a phase is #",
        note: "below `everyFrames`", otherwise: "0"),
      SchemaKey(
        "alert", .integer(ScenarioLimits.device),
        "A Ping in which this device answers Alert, after one in which it did not.",
        rule: "a Peripheral has a device number #", otherwise: "this or `everyFrames`"),
    ],
    aliases: [
      "frames": ("everyFrames", ""), "interval": ("everyFrames", "in frames"),
      "intervalframes": ("everyFrames", ""), "device": ("alert", "as { alert: DEVICE }"),
    ],
    rules: [
      "oneOf": [
        ["required": ["everyFrames"], "properties": ["alert": false]],
        ["required": ["alert"], "properties": ["everyFrames": false, "phase": false]],
      ]
    ])

  private static let ring = [
    SchemaKey(
      "ringBytes", .integer(ScenarioLimits.ringBytes), "The length of its ring in the host's memory.",
      unit: "bytes", rule: "a ring has # bytes", default: .count(OffloadStreams().rx.bytes)),
    SchemaKey(
      "periods", .integer(ScenarioLimits.ringPeriods),
      "Into how many periods the ring is divided: the DMA interrupts after each.", unit: "periods",
      rule: "a ring has # periods", note: "no more than bytes", default: .count(OffloadStreams().rx.periods)),
    SchemaKey(
      "served", .flag, "Whether the host serves each period, which takes it the times of `host.dma`.",
      note: "else what is in the ring goes round for ever", default: .bool(OffloadStreams().rx.isServed)),
  ]

  private static let ringAliases = [
    "bytes": ("ringBytes", ""), "ring": ("ringBytes", "in bytes"), "cyclic": ("served", "the opposite"),
  ]

  static let offloadTx = ObjectSchema(
    name: "host.offload.txStream",
    members: [
      SchemaKey(
        required: "data", .object(data), "The bytes that it sends.",
        note: "those of a ring that is served once, else again and again")
    ] + ring, aliases: ringAliases)

  static let offloadRx = ObjectSchema(name: "host.offload.rxStream", members: ring, aliases: ringAliases)
}
