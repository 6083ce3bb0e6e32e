internal import FrameSim

extension ObjectSchema {
  /// The key with which a JSON document names its own schema.
  static let schemaKey = "$schema"

  static let scenario = ObjectSchema(
    name: "the scenario",
    members: [
      SchemaKey(required: "format", .constant(.string(ScenarioFile.format)), "The version of the format."),
      SchemaKey(schemaKey, .text(), "Where an editor finds the schema of scenarios; runs do not look at it."),
      SchemaKey("name", .name, "What people call it; the file's name by default."),
      SchemaKey("seed", .integer(ScenarioLimits.seed), "The seed of all random numbers.", default: 1),
      SchemaKey(required: "bus", .object(bus), "Clock and frame shape."),
      SchemaKey(
        required: "peripherals", .list(.object(peripheral), ScenarioLimits.peripherals),
        "The Peripherals on the bus."),
      SchemaKey("host", .object(host), "How the host makes transfers.", default: [:]),
      SchemaKey("policy", .object(policy), "Which lengths BRA takes; others fail with EINVAL."),
      SchemaKey(
        "transfers", .list(.object(transfer), ScenarioLimits.transfers),
        "The transfers, in the order of the run."),
      SchemaKey("faults", .list(.text(), 0...0), "The empty list.", default: []),
      SchemaKey(
        "expect", .list(.object(expect), ScenarioLimits.expectations), "What the result must be.", default: []
      ),
      SchemaKey("breakeven", .object(breakeven), "What `simctl breakeven` is asked."),
      SchemaKey("sweep", .axes, "The axes of a sweep: key paths with their values."),
    ],
    aliases: [
      "version": ("format", ""), "schema": ("format", ""), "title": ("name", ""),
      "devices": ("peripherals", ""), "slaves": ("peripherals", ""), "targets": ("peripherals", ""),
      "master": ("host", ""), "manager": ("host", ""), "expectations": ("expect", ""),
      "expected": ("expect", ""), "asserts": ("expect", ""), "policies": ("policy", ""),
      "sweeps": ("sweep", ""), "axes": ("sweep", ""),
    ],
    rules: ["anyOf": [["required": ["transfers"]], ["required": ["breakeven"]]]])

  static let policy = ObjectSchema(
    name: "policy",
    members: [
      SchemaKey("minBytes", .integer(ScenarioLimits.takenBytes), "The shortest transfer.", default: 1),
      SchemaKey(
        "alignBytes", .integer(ScenarioLimits.takenBytes), "Lengths are multiples of this.", default: 1),
      SchemaKey(
        "maxBytes", .integer(ScenarioLimits.takenBytes), "The longest transfer.", default: 1_048_576),
    ],
    aliases: [
      "min": ("minBytes", ""), "max": ("maxBytes", ""), "align": ("alignBytes", ""),
      "alignment": ("alignBytes", ""), "minimum": ("minBytes", ""), "maximum": ("maxBytes", ""),
      "threshold": ("minBytes", ""),
    ])

  static let breakeven = ObjectSchema(
    name: "breakeven",
    members: [
      SchemaKey(
        required: "device", .integer(ScenarioLimits.addressedDevice),
        "The device number that the host addresses."),
      SchemaKey(required: "op", .words(TransferRequest.Operation.self), "The direction."),
      SchemaKey(required: "address", .integer(ScenarioLimits.addresses), "The address of the first byte."),
      SchemaKey(
        "maxBytes", .integer(ScenarioLimits.takenBytes), "The longest transfer that is compared.",
        default: 4096),
      SchemaKey(
        "sizes", .list(.object(size), 0...Int.max),
        "How often transfers of which size occur, to judge a policy.",
        default: []),
      SchemaKey(
        "seeds", .integer(ScenarioLimits.seeds), "How many start phases of a random sync pulse are drawn.",
        default: 200),
    ],
    aliases: [
      "operation": ("op", ""), "direction": ("op", ""), "dev": ("device", ""), "addr": ("address", ""),
      "max": ("maxBytes", ""), "bytes": ("maxBytes", ""), "seed": ("seeds", "how many are drawn"),
      "distribution": ("sizes", ""), "weights": ("sizes", "as [{ bytes: N, weight: W }]"),
    ])

  static let size = ObjectSchema(
    name: "breakeven.sizes[]",
    members: [
      SchemaKey(required: "bytes", .integer(ScenarioLimits.takenBytes), "The length of the transfer."),
      SchemaKey(
        "weight", .real(ScenarioLimits.weights), "How often it occurs, relative to the others.", default: 1),
    ], aliases: length)

  /// Every kind of object, to say where a key belongs.
  package static let all = [
    scenario, bus, peripheral, memory, peripheralDP0, host, setup, pulse, pio, feed, hostDP0, policy,
    transfer, data, expect, breakeven, size,
  ]
}
