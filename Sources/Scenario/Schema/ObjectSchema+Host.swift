internal import FrameSim

extension ObjectSchema {
  static let host = ObjectSchema(
    name: "host",
    members: [
      SchemaKey(
        "model", .words(HostModelWord.self), "What the host's software costs.",
        note: "`\"ideal\"`: it takes no time; `\"pio\"`: see below", default: "ideal"),
      SchemaKey(
        "preset", .words(HostPreset.self), "Numbers for the model \"pio\" that were measured somewhere.",
        note: "see below", otherwise: "none"),
      SchemaKey(
        "pio", .object(pio), "Numbers for the model \"pio\".",
        note: "they override those of the preset; see below", otherwise: "see below"),
      SchemaKey(
        "setup", .any([.words(SetupWord.self), .object(setup)]),
        "The commands around the blocks of a BRA transfer.", note: "see below", default: "linux"),
      SchemaKey(
        "syncWaitFrames", .any([.integer(ScenarioLimits.syncWaitFrames), .object(pulse)]),
        "How long each bank switch waits.", unit: "frames",
        rule: "the wait before a bank switch is # frames",
        note: "so many pings before it, or as many as a periodic pulse wants, see below", default: 0),
      SchemaKey(
        "responses", .words(ResponsePolicy.self), "Which responses fail a transfer.", note: "see below",
        default: .string(HostConfiguration().responses.rawValue)),
      SchemaKey(
        "check", .words(ResponseCheck.self), "When the host looks at the responses to blocks.",
        note: "see below", otherwise: "`\"perBlock\"`; with `dma` of the kind `\"hda\"` `\"atEnd\"`"),
      SchemaKey(
        "interface", .object(interface), "The transfer interface that the host's drivers call.",
        note: "see below", default: [:]),
      SchemaKey(
        "otherStreams", .integer(ScenarioLimits.otherStreams),
        "Streams of other kinds on the bus, as audio, which BRA transfers exclude.", unit: "streams",
        rule: "the number of other streams is #", note: "from 1 on, each BRA transfer fails with EBUSY",
        default: 0),
      SchemaKey(
        "dma", .object(dma), "Where the blocks of BRA transfers come from.", note: "see below",
        otherwise: "they are there whenever their frame comes"),
      SchemaKey(
        "offload", .object(offload), "An offload instance of the Manager.",
        note: "see [below](#offload)", otherwise: "it has none"),
      SchemaKey(
        "retry", .object(retry), "What the host does about blocks that fail.", note: "see below",
        otherwise: "nothing: the first fails the transfer"),
      SchemaKey(
        "dp0", .object(hostDP0), "The transport parameters of Data Port 0.",
        otherwise: "see below"),
    ],
    aliases: [
      "syncwait": ("syncWaitFrames", "in frames"), "wait": ("syncWaitFrames", "in frames"),
      "commands": ("setup", "as { commands: N }"), "response": ("responses", ""),
      "intervalframes": ("syncWaitFrames", "as { intervalFrames: I, phase: P }"),
      "phase": ("syncWaitFrames", "as { intervalFrames: I, phase: P }"),
    ],
    rules: [
      "if": ["not": ["properties": ["model": ["const": "pio"]], "required": ["model"]]],
      "then": ["properties": ["preset": false, "pio": false]],
      "else": ["anyOf": [["required": ["preset"]], ["required": ["pio"]]]],
    ])

  static let interface = ObjectSchema(
    name: "host.interface",
    members: [
      SchemaKey(
        "kind", .words(HostInterface.Kind.self), "The variant.", note: "see below",
        default: .string(HostInterface().kind.rawValue)),
      SchemaKey(
        "protocol", .words(HostInterface.BulkProtocol.self),
        "What the caller names as the protocol on the transport.",
        note: "only for `\"v1\"`, which refuses `\"other\"`",
        default: .string(HostInterface().bulkProtocol.rawValue)),
      SchemaKey(
        "hooks", .flag, "Whether the controller has the functions that the interface calls.",
        note: "without them each BRA transfer is refused", default: .bool(HostInterface().hasHooks)),
      SchemaKey(
        "suspended", .flag, "Whether the controller is suspended.",
        note: "only for `\"amd\"`, which then refuses each BRA transfer",
        default: .bool(HostInterface().isSuspended)),
      SchemaKey(
        "sends", .integer(ScenarioLimits.sends), "How often the prepared buffer is sent in one open stream.",
        unit: "times", rule: "a buffer is sent # times", note: "more than once only with `\"v1\"`",
        default: .count(HostInterface().sends)),
    ],
    aliases: [
      "variant": ("kind", ""), "type": ("kind", ""), "mode": ("protocol", ""),
      "repeat": ("sends", "how often the buffer is sent"), "version": ("kind", ""),
      "hashooks": ("hooks", ""), "issuspended": ("suspended", ""),
    ])

  static let retry = ObjectSchema(
    name: "host.retry",
    members: [
      SchemaKey(
        "onBad", .integer(ScenarioLimits.retries),
        "How often a block is sent again after any failure but NotReady.", unit: "times",
        rule: "a block is sent again # times", default: .count(RetryPolicy().onBad)),
      SchemaKey(
        "onNotReady", .integer(ScenarioLimits.retries),
        "How often a block is sent again after the Target was not ready.", unit: "times",
        rule: "a block is sent again # times", default: .count(RetryPolicy().onNotReady)),
      SchemaKey(
        "backoffFrames", .integer(ScenarioLimits.backoffFrames),
        "Frames without a block in front of each repeat.", unit: "frames",
        rule: "the pause before a repeat is # frames", note: "they are `host`",
        default: .count(RetryPolicy().backoffFrames)),
      SchemaKey(
        "then", .words(RetryPolicy.Then.self), "What comes when nothing is sent again any more.",
        note: "the transfer fails, or what has not gone through goes over Column 0",
        default: .string(RetryPolicy().then.rawValue)),
    ],
    aliases: [
      "bad": ("onBad", ""), "nak": ("onBad", ""),
      "onnak": ("onBad", "which counts every failure but NotReady"),
      "onerror": ("onBad", ""), "notready": ("onNotReady", ""), "backoff": ("backoffFrames", "in frames"),
      "retries": ("onBad", "or onNotReady"), "fallback": ("then", ""),
    ])

  static let setup = ObjectSchema(
    name: "host.setup",
    members: [
      SchemaKey(
        required: "commands", .integer(ScenarioLimits.setupCommands),
        "How many commands, opening and closing together.", unit: "commands",
        rule: "a set-up has # commands, opening and closing together")
    ])

  static let pulse = ObjectSchema(
    name: "host.syncWaitFrames",
    members: [
      SchemaKey(
        required: "intervalFrames", .integer(ScenarioLimits.pulseInterval), "From pulse to pulse.",
        unit: "frames", rule: "the interval is # frames"),
      SchemaKey(
        "phase", .any([.integer(0...ScenarioLimits.pulseInterval.upperBound - 1), .words(["random"])]),
        "The number of the first frame with a pulse.", unit: "frames", rule: "a phase is #",
        note: "below `intervalFrames`; `\"random\"` is drawn from the seed, once per run", default: 0),
    ],
    aliases: [
      "interval": ("intervalFrames", "in frames"), "period": ("intervalFrames", "in frames"),
      "periodframes": ("intervalFrames", ""), "frames": ("intervalFrames", ""),
      "phaseframes": ("phase", "in frames"), "offset": ("phase", "in frames"),
    ])

  static let pio = ObjectSchema(
    name: "host.pio",
    members: [
      SchemaKey(
        "column0", .object(feed), "How the commands of Column 0 transfers are fed.",
        note: "see below", otherwise: "see below"),
      SchemaKey(
        "bra", .object(feed), "How the set-up and closing commands of BRA transfers are fed.",
        note: "see below", otherwise: "see below"),
      SchemaKey(
        "from", .words(PIOModel.Origin.self), "When the host's time after a batch starts.",
        note:
          "`\"frameEnd\"`: at the end of the frame of its last command; `\"response\"`: where the response to that is "
          + "known, after slot [47,0], so that a time that is over when the frame ends costs none",
        default: .string(PIOModel.Origin.frameEnd.rawValue)),
      SchemaKey(
        "pageWait", .flag,
        "Whether the two writes to the page registers of Column 0 are a batch of their own.",
        note: "as in Linux (`cdns_program_scp_addr`); what went before ends a batch, too", default: false),
    ],
    aliases: ["origin": ("from", ""), "start": ("from", ""), "starts": ("from", "")],
    refusals: Dictionary(
      uniqueKeysWithValues: feed.keys.map { ($0.lowercased(), "it belongs in column0 or bra") }))

  private static let microseconds = SchemaType.real(ScenarioLimits.microseconds)
  private static let hostTime = "host time is # microseconds"

  private static func withoutPreset(_ value: String) -> String { "\(value) without a preset" }

  private static func withoutPreset(_ nanoseconds: KeyPath<PIOModel.Feed, UInt64>) -> String {
    withoutPreset(JSON5Number.real(Double(PIOModel.Feed()[keyPath: nanoseconds]) / 1000).description)
  }

  static let feed = ObjectSchema(
    name: "host.pio.column0 and host.pio.bra",
    members: [
      SchemaKey(
        "commandsPerBatch", .integer(ScenarioLimits.commandsPerBatch), "Commands of a batch.",
        unit: "commands", rule: "a batch has # commands",
        otherwise: withoutPreset("\(PIOModel.Feed().commandsPerBatch)")),
      SchemaKey(
        "microsecondsPerBatch", microseconds, "Host time after each batch.", unit: "microseconds",
        rule: hostTime,
        otherwise: withoutPreset(\.nanosecondsPerBatch)),
      SchemaKey(
        "microsecondsPerCommand", microseconds, "Host time for each command, spent after its batch.",
        unit: "microseconds", rule: hostTime, otherwise: withoutPreset(\.nanosecondsPerCommand)),
      SchemaKey(
        "microsecondsPerTransfer", microseconds, "Host time in front of the first command.",
        unit: "microseconds", rule: hostTime, otherwise: withoutPreset(\.nanosecondsPerTransfer)),
    ],
    aliases: [
      "batch": ("commandsPerBatch", ""), "batchsize": ("commandsPerBatch", ""),
      "perbatch": ("microsecondsPerBatch", "in microseconds"),
      "percommand": ("microsecondsPerCommand", "in microseconds"),
      "fixed": ("microsecondsPerTransfer", "in microseconds"),
      "millisecondsperbatch": ("microsecondsPerBatch", "in microseconds: 0.42 ms is 420"),
      "millisecondspercommand": ("microsecondsPerCommand", "in microseconds: 0.42 ms is 420"),
      "millisecondspertransfer": ("microsecondsPerTransfer", "in microseconds: 13.89 ms is 13890"),
    ])

  static let hostDP0 = ObjectSchema(
    name: "host.dp0",
    members: [
      SchemaKey(
        "hStart", .integer(ScenarioLimits.dp0Column), "The first column.", unit: "column",
        rule: "the first column is #", note: "below `columns`; Column 0 carries the control word",
        default: .count(PortGeometry(fillingColumns: 2).hStart)),
      SchemaKey(
        "hStop", .integer(ScenarioLimits.dp0Column), "The last column.", unit: "column",
        rule: "the last column is #", note: "from `hStart` on, below `columns`", otherwise: "`columns` - 1"),
      SchemaKey(
        "sampleInterval", .integer(ScenarioLimits.sampleInterval),
        "The length of a transport window, counting the slots of all columns.", unit: "slots",
        rule: "the sample interval is # slots", otherwise: "`columns`"),
      SchemaKey(
        "wordLength", .integer(ScenarioLimits.wordLength),
        "Payload bits of a window.", unit: "bits", rule: "a word has # bits", otherwise: "`columns` - 1"),
      SchemaKey(
        "blockOffset", .integer(ScenarioLimits.blockOffset),
        "Slots of columns `hStart` to `hStop` that are skipped at the start of each window.", unit: "slots",
        rule: "the offset is # slots", default: .count(PortGeometry(fillingColumns: 2).blockOffset)),
    ],
    aliases: [
      "interval": ("sampleInterval", "in slots"), "offset": ("blockOffset", "in slots of the sub-frame"),
      "samplewordlength": ("wordLength", "in bits"), "hctrl": ("hStart", "with hStop"),
    ])
}
