internal import FrameSim

extension ObjectSchema {
  /// The key with which a JSON document names its own schema.
  static let schemaKey = "$schema"

  static let scenario = ObjectSchema(
    name: "the scenario",
    members: [
      SchemaKey(required: "format", .constant(.string(ScenarioFile.format)), "The version of the format."),
      SchemaKey(
        schemaKey, .text(), "Where an editor finds the schema of scenarios.",
        note: "runs do not look at it, `--expand` leaves it out"),
      SchemaKey(
        "name", .name, "What people call it.", note: "no control characters",
        otherwise: "the file's name, with what a name cannot hold escaped, and cut to 200 characters"),
      SchemaKey(
        "seed", .integer(ScenarioLimits.seed), "The seed of all random numbers.",
        rule: "a seed is a whole number from 0 to \(ScenarioLimits.seed.upperBound)", note: "up to 2^63 - 1",
        default: 1),
      SchemaKey(required: "bus", .object(bus), "Clock and frame shape."),
      SchemaKey(
        required: "peripherals", .list(.object(peripheral), ScenarioLimits.peripherals),
        "The Peripherals on the bus."),
      SchemaKey(
        "host", .object(host), "How the host makes transfers.", note: "`{}` is Linux on an ideal wire",
        default: [:]),
      SchemaKey(
        "policy", .object(policy), "Which lengths BRA takes.",
        note: "others fail with EINVAL, if `rest` says nothing else",
        otherwise: "it takes them all; with `host.interface` `\"v1\"` or `\"amd\"` see there"),
      SchemaKey(
        "transfers", .list(.object(transfer), ScenarioLimits.transfers),
        "The transfers, in the order of the run.", otherwise: "required for `run` and `sweep`"),
      SchemaKey("faults", .list(.text(), 0...0), "The empty list.", default: []),
      SchemaKey(
        "expect", .list(.object(expect), ScenarioLimits.expectations), "What the result must be.", default: []
      ),
      SchemaKey(
        "breakeven", .object(breakeven), "What `simctl breakeven` is asked.",
        otherwise: "required for `breakeven`"),
      SchemaKey(
        "sweep", .axes, "The axes of a sweep, key paths with their values.", otherwise: "required for `sweep`"
      ),
    ],
    aliases: [
      "version": ("format", ""), "schema": ("format", ""), "title": ("name", ""),
      "devices": ("peripherals", ""), "slaves": ("peripherals", ""), "targets": ("peripherals", ""),
      "master": ("host", ""), "manager": ("host", ""), "expectations": ("expect", ""),
      "expected": ("expect", ""), "asserts": ("expect", ""), "policies": ("policy", ""),
      "sweeps": ("sweep", ""), "axes": ("sweep", ""),
    ],
    rules: ["anyOf": [["required": ["transfers"]], ["required": ["breakeven"]]]])

  private static let policyRule = "a policy's numbers of bytes are #"
  static let addressRule = "addresses are whole numbers from #"
  static let deviceRule = "a device number is #"
  private static let takenRule = "a transfer that is taken has # bytes"

  static let policy = ObjectSchema(
    name: "policy",
    members: [
      SchemaKey(
        "minBytes", .integer(ScenarioLimits.takenBytes), "The shortest transfer.", unit: "bytes",
        rule: policyRule, otherwise: "1; with `host.interface` 128 for `\"v1\"` and 16 for `\"amd\"`"),
      SchemaKey(
        "alignBytes", .integer(ScenarioLimits.takenBytes), "The length is a multiple of it.", unit: "bytes",
        rule: policyRule, otherwise: "1; with `host.interface` 128 for `\"v1\"`"),
      SchemaKey(
        "maxBytes", .integer(ScenarioLimits.takenBytes), "The longest transfer.", unit: "bytes",
        rule: policyRule, default: .count(TransferPolicy().maxBytes)),
      SchemaKey(
        "rest", .words(TransferPolicy.Rest.self), "What becomes of other lengths.",
        note:
          "`\"refuse\"`: EINVAL; `\"column0\"`: what the rules allow goes over BRA, and the rest over Column 0 when that is "
          + "closed", default: .string(TransferPolicy().rest.rawValue)),
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
        "The device number that the host addresses.", rule: deviceRule),
      SchemaKey(required: "op", .words(TransferRequest.Operation.self), "The direction."),
      SchemaKey(
        required: "address", .address(ScenarioLimits.addresses), "The address of the first byte.",
        rule: addressRule),
      SchemaKey(
        "maxBytes", .integer(ScenarioLimits.takenBytes), "The longest transfer that is compared.",
        unit: "bytes", rule: takenRule, default: .count(BreakevenRequest.defaultMaxBytes)),
      SchemaKey(
        "sections", .integer(ScenarioLimits.sections), "In how many sections each transfer is.",
        unit: "sections", rule: "a transfer has # sections",
        note: "as equal as they can be, in the first bytes of pages apart; see below", default: 1),
      SchemaKey(
        "sizes", .list(.object(size), 0...Int.max),
        "How often transfers of which size occur, to judge a policy.",
        note: "without any, every size from 1 to `maxBytes` alike", default: []),
      SchemaKey(
        "seeds", .integer(ScenarioLimits.seeds), "How many start phases of a random sync pulse are drawn.",
        rule: "the number of seeds is #", note: "the policy is then judged by the mean over them",
        default: .count(BreakevenRequest.defaultSeeds)),
    ],
    aliases: [
      "operation": ("op", ""), "direction": ("op", ""), "dev": ("device", ""), "addr": ("address", ""),
      "max": ("maxBytes", ""), "bytes": ("maxBytes", ""), "seed": ("seeds", "how many are drawn"),
      "distribution": ("sizes", ""), "weights": ("sizes", "as [{ bytes: N, weight: W }]"),
    ])

  static let size = ObjectSchema(
    name: "breakeven.sizes[]",
    members: [
      SchemaKey(
        required: "bytes", .integer(ScenarioLimits.takenBytes), "The length of the transfer.",
        unit: "bytes", rule: takenRule),
      SchemaKey(
        "weight", .real(ScenarioLimits.weights), "How often it occurs, relative to the others.",
        rule: "a weight is a number from #", note: "not all of them 0", default: 1),
    ], aliases: length)

  /// Every kind of object, to say where a key belongs.
  package static let all = [
    scenario, bus, peripheral, memory, peripheralDP0, host, interface, dma, bamClient, bamTransaction,
    bamWrite,
    bamCommand, offload, offloadTrigger, periodic, dataReady, offloadTx, offloadRx, retry, setup, pulse, pio,
    feed, hostDP0, policy, transfer, section, messageItem, data, expect, breakeven,
    size,
  ]
}
