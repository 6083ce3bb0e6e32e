internal import FrameSim

// Calls to an offload, which stand among the transfers.
extension ObjectSchema {
  /// The keys of calls, which no transfer has.
  static let callMembers = [
    SchemaKey(
      "call", .words(ScenarioCall.Word.self), "A call to the offload, in place of a transfer.",
      note: "see [below](#offload)", otherwise: "it is a transfer"),
    SchemaKey(
      "capabilities", .list(.words(OffloadCapabilities.named.map(\.name)), 0...4),
      "With `get`, what the offload has to be able to do.", otherwise: "no argument: EINVAL"),
    SchemaKey(
      "message", .list(.object(messageItem), ScenarioLimits.messageItems),
      "With `optimize`, what is done at each trigger.", otherwise: "required for `optimize`"),
    SchemaKey(
      "trigger", .name, "With `triggerGet`, the name of a trigger.", otherwise: "required for `triggerGet`"),
    SchemaKey(
      "order", .words(OffloadCall.Order.self),
      "With `enable` and `disable`, what comes first.", note: "Linux has the offload first in both",
      otherwise: "`\"offloadFirst\"`"),
    SchemaKey(
      "betweenMicroseconds", .real(ScenarioLimits.microseconds),
      "With `enable` and `disable`, host time between the two.", unit: "microseconds",
      rule: "host time is # microseconds", otherwise: "0"),
    SchemaKey(
      "count", .integer(ScenarioLimits.triggerCount), "With `trigger`, how often the host triggers.",
      unit: "times", rule: "a host triggers # times", otherwise: "1"),
    SchemaKey(
      "everyFrames", .integer(ScenarioLimits.pulseInterval),
      "With `trigger`, from one to the next.", unit: "frames", rule: "the interval is # frames",
      otherwise: "each when the program before is through"),
    SchemaKey(
      "triggers", .integer(ScenarioLimits.triggerCount),
      "With `wait`, until so many have come, and the program of the last is through.", unit: "triggers",
      rule: "a host waits for # triggers", otherwise: "this, `frames` or `microseconds`"),
    SchemaKey(
      "frames", .integer(ScenarioLimits.waitFrames), "With `wait`, so many frames.", unit: "frames",
      rule: "a host waits for # frames", otherwise: "this, `triggers` or `microseconds`"),
    SchemaKey(
      "microseconds", .real(ScenarioLimits.transactionMicroseconds), "With `wait`, so long.",
      unit: "microseconds", rule: "a host waits for # microseconds",
      otherwise: "this, `triggers` or `frames`"),
  ]

  /// The keys that each call can have besides `name` and `call`.
  static func keys(of call: ScenarioCall.Word) -> [String] {
    switch call {
    case .get: ["device", "capabilities"]
    case .put, .unoptimize, .run: []
    case .optimize: ["message"]
    case .triggerGet: ["trigger"]
    case .enable, .disable: ["order", "betweenMicroseconds"]
    case .trigger: ["count", "everyFrames"]
    case .wait: ["triggers", "frames", "microseconds"]
    }
  }

  /// What JSON Schema says of an entry with a call.
  static func callRules(_ all: [String]) -> JSONValue {
    .object([
      "allOf": .array(
        ScenarioCall.Word.allCases.map { word in
          let others = all.filter { !(["name", "call"] + keys(of: word)).contains($0) }
          var then: [String: JSONValue] = [
            "properties": .object(Dictionary(others.map { ($0, false) }, uniquingKeysWith: { $1 }))
          ]
          switch word {
          case .optimize: then["required"] = ["message"]
          case .triggerGet: then["required"] = ["trigger"]
          case .wait:
            then["oneOf"] = .array(
              keys(of: .wait).map { key in
                let excluded = keys(of: .wait).filter { $0 != key }
                return [
                  "required": [.string(key)],
                  "properties": .object(Dictionary(excluded.map { ($0, false) }, uniquingKeysWith: { $1 })),
                ]
              })
          default: break
          }
          return ["if": ["properties": ["call": ["const": .string(word.rawValue)]]], "then": .object(then)]
        })
    ])
  }

  static let messageItem = ObjectSchema(
    name: "transfers[].message[]",
    members: [
      SchemaKey(
        "via", .words(TransferRequest.Path.self), "The way the bytes take.",
        note: "blocks, or one byte per frame", otherwise: "required without `sleepFrames`"),
      SchemaKey(
        "op", .words(TransferRequest.Operation.self), "The direction.",
        otherwise: "required without `sleepFrames`"),
      SchemaKey(
        "device", .integer(ScenarioLimits.addressedDevice), "The device number.", rule: deviceRule,
        otherwise: "required without `sleepFrames`"),
      SchemaKey(
        "address", .address(ScenarioLimits.addresses), "The address of the first byte.", rule: addressRule,
        otherwise: "required without `sleepFrames`"),
      SchemaKey(
        "data", .object(data), "The bytes of a write, which are in the memory of the offload.",
        otherwise: "required for a write without `stream`"),
      SchemaKey(
        "stream", .constant(true), "The bytes of a write over BRA are the next of `host.offload.txStream`.",
        otherwise: "they are `data`"),
      SchemaKey(
        "bytes", .integer(ScenarioLimits.transferBytes), "How many bytes of a stream, or of a read.",
        unit: "bytes", rule: "a transfer has # bytes", otherwise: "required without `data`"),
      SchemaKey(
        "into", .words(ReadPlaceWord.self), "Where the bytes of a read go.",
        note: "into a plain buffer they cannot: EINVAL", otherwise: "`\"stream\"`"),
      SchemaKey(
        "sleepFrames", .integer(ScenarioLimits.sleepFrames), "Nothing for so many frames.", unit: "frames",
        rule: "a pause is # frames", otherwise: "it moves bytes"),
    ],
    aliases: [
      "sleep": ("sleepFrames", "in frames"), "path": ("via", ""), "operation": ("op", ""),
      "dev": ("device", ""), "register": ("address", ""), "addr": ("address", ""), "length": ("bytes", ""),
      "count": ("bytes", ""), "to": ("into", ""), "hex": ("data", "as { hex: ... }"),
    ],
    rules: [
      "if": ["required": ["sleepFrames"]],
      "then": [
        "properties": [
          "via": false, "op": false, "device": false, "address": false, "data": false, "stream": false,
          "bytes": false, "into": false,
        ]
      ],
      "else": [
        "required": ["via", "op", "device", "address"],
        "if": ["properties": ["op": ["const": "read"]]],
        "then": ["required": ["bytes"], "properties": ["data": false, "stream": false]],
        "else": [
          "properties": ["into": false],
          "oneOf": [
            [
              "required": ["data"],
              "properties": ["stream": false, "bytes": false, "data": ["not": hasAddresses]],
            ],
            [
              "required": ["stream", "bytes"],
              "properties": ["data": false, "via": ["const": "bra"]],
            ],
          ],
        ],
      ],
    ])
}

/// Where the bytes of a read in a message go.
enum ReadPlaceWord: String, CaseIterable {
  case stream, buffer
}
