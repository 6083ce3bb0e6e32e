internal import FrameSim

extension ObjectSchema {
  static let host = ObjectSchema(
    name: "host",
    members: [
      SchemaKey("model", .words(HostModelWord.self), "What the host's software costs.", default: "ideal"),
      SchemaKey(
        "preset", .words(HostPreset.self), "Numbers for the model \"pio\" that were measured somewhere."),
      SchemaKey("pio", .object(pio), "Numbers for the model \"pio\"; they override those of the preset."),
      SchemaKey(
        "setup", .any([.words(SetupWord.self), .object(setup)]),
        "The commands around the blocks of a BRA transfer.", default: "linux"),
      SchemaKey(
        "syncWaitFrames", .any([.integer(ScenarioLimits.syncWaitFrames), .object(pulse)]),
        "How long each bank switch waits: so many frames, or for a periodic pulse.", default: 0),
      SchemaKey(
        "responses", .words(ResponsePolicy.self), "Which responses fail a transfer.", default: "strict"),
      SchemaKey(
        "check", .words(ResponseCheck.self), "When the host looks at the responses to blocks.",
        default: "perBlock"),
      SchemaKey("dp0", .object(hostDP0), "The transport parameters of Data Port 0."),
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

  static let setup = ObjectSchema(
    name: "host.setup",
    members: [
      SchemaKey(
        required: "commands", .integer(ScenarioLimits.setupCommands),
        "How many commands, opening and closing together.")
    ])

  static let pulse = ObjectSchema(
    name: "host.syncWaitFrames",
    members: [
      SchemaKey(
        required: "intervalFrames", .integer(ScenarioLimits.pulseInterval), "Frames from pulse to pulse."),
      SchemaKey(
        "phase", .any([.integer(0...ScenarioLimits.pulseInterval.upperBound - 1), .words(["random"])]),
        "The number of the first frame with a pulse, or \"random\": drawn once per run.", default: 0),
    ],
    aliases: [
      "interval": ("intervalFrames", "in frames"), "period": ("intervalFrames", "in frames"),
      "periodframes": ("intervalFrames", ""), "frames": ("intervalFrames", ""),
      "phaseframes": ("phase", "in frames"), "offset": ("phase", "in frames"),
    ])

  static let pio = ObjectSchema(
    name: "host.pio",
    members: [
      SchemaKey("column0", .object(feed), "How the commands of Column 0 transfers are fed."),
      SchemaKey("bra", .object(feed), "How the set-up and closing commands of BRA transfers are fed."),
      SchemaKey(
        "from", .words(PIOModel.Origin.self), "When the host's time behind a batch starts.",
        default: "frameEnd"),
    ],
    aliases: ["origin": ("from", ""), "start": ("from", ""), "starts": ("from", "")],
    refusals: Dictionary(
      uniqueKeysWithValues: feed.keys.map { ($0.lowercased(), "it belongs in column0 or bra") }))

  private static let microseconds = SchemaType.real(ScenarioLimits.microseconds)
  static let feed = ObjectSchema(
    name: "host.pio.column0 and host.pio.bra",
    members: [
      SchemaKey(
        "commandsPerBatch", .integer(ScenarioLimits.commandsPerBatch), "Commands per batch."),
      SchemaKey("microsecondsPerBatch", microseconds, "Host time behind each batch."),
      SchemaKey(
        "microsecondsPerCommand", microseconds, "Host time for each command, behind its batch."),
      SchemaKey(
        "microsecondsPerTransfer", microseconds, "Host time in front of the first command."),
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
      SchemaKey("hStart", .integer(ScenarioLimits.dp0Column), "The first column.", default: 1),
      SchemaKey(
        "hStop", .integer(ScenarioLimits.dp0Column), "The last column; the last there is by default."),
      SchemaKey(
        "sampleInterval", .integer(ScenarioLimits.sampleInterval),
        "The length of a transport window in slots; bus.columns by default."),
      SchemaKey(
        "wordLength", .integer(ScenarioLimits.wordLength),
        "Payload bits per window; bus.columns - 1 by default."),
      SchemaKey(
        "blockOffset", .integer(ScenarioLimits.blockOffset),
        "Slots of the sub-frame that are skipped in each window.", default: 0),
    ],
    aliases: [
      "interval": ("sampleInterval", "in slots"), "offset": ("blockOffset", "in slots of the sub-frame"),
      "samplewordlength": ("wordLength", "in bits"), "hctrl": ("hStart", "with hStop"),
    ])
}
