internal import FrameSim

extension ObjectSchema {
  static let transfer = ObjectSchema(
    name: "transfers[]",
    members: [
      SchemaKey(
        "name", .name, "Its name.", note: "each once",
        otherwise: "`\"transfer1\"` for the first, `\"transfer2\"` for the second, ..."),
      SchemaKey(
        "via", .words(TransferRequest.Path.self), "The way the bytes take.",
        note: "blocks over Data Port 0, or one byte per frame", otherwise: neededByTransfers),
      SchemaKey(
        "op", .words(TransferRequest.Operation.self), "The direction.", otherwise: neededByTransfers),
      SchemaKey(
        "device", .integer(ScenarioLimits.addressedDevice),
        "The device number that the host addresses.", rule: deviceRule,
        note: "a warning for one from 1 to 11 that is not listed", otherwise: neededByTransfers),
      SchemaKey(
        "address", .address(ScenarioLimits.addresses), "The address of the first byte.", rule: addressRule,
        otherwise: "required, but beside `sections` and for data with addresses of its own"),
      SchemaKey(
        "data", .object(data), "Where the bytes of a write come from.", note: "see below",
        otherwise: "required for a write without `sections`"),
      SchemaKey(
        "bytes", .integer(ScenarioLimits.transferBytes), "How many bytes a read wants.", unit: "bytes",
        rule: "a transfer has # bytes", otherwise: "required for a read without `sections`"),
      SchemaKey(
        "sections", .list(.object(section), ScenarioLimits.sections),
        "Runs of addresses that are moved one after the other, in place of `address` with `data` or `bytes`.",
        note: "see [below](#sections)", otherwise: "one run of addresses"),
      SchemaKey(
        "mergeGapBytes", .integer(ScenarioLimits.gapBytes),
        "The longest gap between sections of a write over BRA that may be written over.", unit: "bytes",
        rule: "a gap has # bytes", note: "0: none; see [below](#sections)", otherwise: "0"),
      SchemaKey(
        "gapFill", .integer(ScenarioLimits.byteValue), "The byte that is written into gaps.",
        rule: "a byte is #", otherwise: "required if `mergeGapBytes` is not 0"),
      SchemaKey(
        "during", .name, "The name of the BRA transfer during which it runs.",
        note: "see [below](#two-at-once)", otherwise: "it runs in its turn"),
      SchemaKey(
        "afterFrames", .integer(ScenarioLimits.afterFrames),
        "With `during`, from the first block of that transfer to the first command of this.", unit: "frames",
        rule: "a transfer begins # frames after the first block", otherwise: "0"),
    ] + callMembers,
    aliases: length.merging(
      [
        "while": ("during", ""), "beside": ("during", ""), "parallel": ("during", ""), "with": ("during", ""),
        "after": ("afterFrames", "in frames"), "delay": ("afterFrames", "in frames"),
        "delayframes": ("afterFrames", ""), "operation": ("op", ""), "direction": ("op", ""),
        "type": ("op", ""), "path": ("via", ""),
        "mode": ("via", ""), "dev": ("device", ""), "addr": ("address", ""), "register": ("address", ""),
        "file": ("data", "as { file: ... }"), "pattern": ("data", "as { pattern: ..., bytes: N }"),
        "hex": ("data", "as { hex: ... }"), "intelhex": ("data", "as { intelHex: ... }"),
        "srec": ("data", "as { srec: ... }"), "section": ("sections", "as a list"),
        "mergegap": ("mergeGapBytes", "in bytes"), "fill": ("gapFill", ""), "gapfillbyte": ("gapFill", ""),
      ], uniquingKeysWith: { $1 }),
    rules: [
      "if": ["required": ["call"]],
      "then": callRules(transferKeys),
      "else": transferRules,
    ])

  private static let neededByTransfers = "required without `call`"
  private static let transferKeys =
    [
      "via", "op", "device", "address", "data", "bytes", "sections", "mergeGapBytes", "gapFill", "during",
      "afterFrames",
    ] + callMembers.map(\.name)

  /// What JSON Schema says of an entry without a call.
  private static let transferRules: JSONValue = [
    "required": ["via", "op", "device"],
    "if": ["properties": ["op": ["const": "write"]]],
    "then": [
      "properties": ["bytes": false, "sections": ["items": isWrite]],
      "oneOf": [
        ["required": ["sections"], "properties": ["address": false, "data": false]],
        [
          "required": ["address", "data"],
          "properties": ["sections": false, "data": ["not": hasAddresses]],
        ],
        ["required": ["data"], "properties": ["sections": false, "address": false, "data": hasAddresses]],
      ],
    ],
    "else": [
      "properties": [
        "data": false, "sections": ["items": isRead], "mergeGapBytes": ["const": 0], "gapFill": false,
      ],
      "oneOf": [
        ["required": ["sections"], "properties": ["address": false, "bytes": false]],
        ["required": ["address", "bytes"], "properties": ["sections": false]],
      ],
    ],
    "allOf": [
      ["properties": .object(Dictionary(callMembers.map { ($0.name, false) }, uniquingKeysWith: { $1 }))],
      ["anyOf": [["required": ["during"]], ["properties": ["afterFrames": false]]]],
      [
        "anyOf": [
          ["properties": ["mergeGapBytes": ["const": 0], "gapFill": false]],
          ["required": ["mergeGapBytes", "gapFill"]],
          ["required": ["mergeGapBytes"], "properties": ["mergeGapBytes": ["const": 0]]],
        ]
      ],
      [
        "anyOf": [
          ["required": ["sections"]], ["properties": ["mergeGapBytes": false]],
          ["required": ["data"], "properties": ["data": hasAddresses]],
        ]
      ],
    ],
  ]

  private static let isWrite: JSONValue = [
    "required": ["data"], "properties": ["bytes": false, "data": ["not": hasAddresses]],
  ]
  private static let isRead: JSONValue = ["required": ["bytes"], "properties": ["data": false]]
  /// Whether data says itself where it belongs.
  static let hasAddresses: JSONValue = [
    "anyOf": .array(FirmwareData.Format.allCases.map { ["required": [.string($0.rawValue)]] })
  ]

  static let section = ObjectSchema(
    name: "sections[]",
    members: [
      SchemaKey(
        required: "address", .address(ScenarioLimits.addresses), "The address of its first byte.",
        rule: addressRule),
      SchemaKey(
        "data", .object(data), "Where the bytes of a write come from.", note: "see below",
        otherwise: "required for a write"),
      SchemaKey(
        "bytes", .integer(ScenarioLimits.transferBytes), "How many bytes a read wants.", unit: "bytes",
        rule: "a section has # bytes", otherwise: "required for a read"),
    ],
    aliases: length.merging(
      [
        "addr": ("address", ""), "register": ("address", ""), "start": ("address", ""),
        "file": ("data", "as { file: ... }"), "pattern": ("data", "as { pattern: ..., bytes: N }"),
        "hex": ("data", "as { hex: ... }"),
      ], uniquingKeysWith: { $1 }))

  static let data = ObjectSchema(
    name: "data",
    members: [
      SchemaKey(
        "file", .text(), "The name of a data file.",
        note: "absolute, or relative to the folder of the scenario"),
      SchemaKey("pattern", .words(DataPattern.self), "A regular rule for bytes."),
      SchemaKey(
        "hex", .text(pattern: "^[\\t-\\r ]*([0-9A-Fa-f][\\t-\\r ]*[0-9A-Fa-f][\\t-\\r ]*)+$"),
        "The bytes, two hexadecimal digits each.",
        note: "white space means nothing"),
      SchemaKey(
        "intelHex", .text(), "The name of an Intel HEX file, whose records say where the bytes belong.",
        note: "see [below](#firmware-files)"),
      SchemaKey(
        "srec", .text(), "The name of a file of Motorola S-records, likewise.",
        note: "see [below](#firmware-files)"),
      SchemaKey(
        "offset", .integer(ScenarioLimits.addressOffset), "What is added to the addresses of such a file.",
        unit: "bytes", rule: "an offset is #", otherwise: "0"),
      SchemaKey(
        "swf", .text(), "The name of an SDCA software file, of which the data is written.",
        note: "see [below](#firmware-files)"),
      SchemaKey(
        "swft", .text(), "The name of a table of SDCA software files.", note: "see [below](#firmware-files)"),
      SchemaKey(
        "fileId", .integer(ScenarioLimits.fileId), "Which file of the table.", rule: "a file id is #",
        otherwise: "required for `swft`"),
      SchemaKey(
        "vendorId", .integer(ScenarioLimits.vendorId), "The vendor of that file.", rule: "a vendor id is #",
        otherwise: "the only one that has it"),
      SchemaKey(
        "bytes", .integer(ScenarioLimits.transferBytes), "The length.", unit: "bytes",
        rule: "a transfer has # bytes", otherwise: "required for a pattern"),
      SchemaKey(
        "seed", .integer(ScenarioLimits.seed), "The seed of random bytes.",
        rule: "a seed is a whole number from 0 to \(ScenarioLimits.seed.upperBound)",
        otherwise: "the scenario's seed and the name of the transfer"),
    ],
    aliases: length.merging(
      ["path": ("file", ""), "filename": ("file", ""), "fill": ("pattern", ""), "text": ("hex", "")],
      uniquingKeysWith: { $1 }),
    rules: [
      "oneOf": .array(DataKind.simplestFirst.map(only))
    ])

  /// One kind of data: the keys that it needs, and of those that not all kinds take none but its own.
  private static func only(_ kind: DataKind) -> JSONValue {
    let others = DataKind.allCases.flatMap { [$0.rawValue] + $0.options }
    let excluded = others.filter { $0 != kind.rawValue && !kind.options.contains($0) }
    return [
      "required": .array(([kind.rawValue] + kind.needs).map { .string($0) }),
      "properties": .object(Dictionary(excluded.map { ($0, false) }, uniquingKeysWith: { $1 })),
    ]
  }

  static let expect = ObjectSchema(
    name: "expect[]",
    members: [
      SchemaKey(
        "transfer", .name, "The name of the transfer it is about.",
        otherwise: "this or `total`"),
      SchemaKey(
        "total", .constant(true), "It is about the whole run.", otherwise: "this or `transfer`"),
      SchemaKey("status", .words(ExpectedStatus.self), "How the transfer ends."),
      SchemaKey(
        "error", .words(TransferErrno.self), "The errno name that the transfer fails with.",
        note: "it implies `status: \"failed\"`"),
    ]
      + ExpectationKey.all.map {
        SchemaKey(
          $0.name, $0.metric.type, "A bound on the number \($0.metric.rawValue) of the result.",
          rule: $0.metric.rule)
      },
    aliases: [
      "name": ("transfer", ""), "errno": ("error", ""), "result": ("status", ""),
      "maxframes": ("framesAtMost", ""), "minframes": ("framesAtLeast", ""),
      "mindatarate": ("bytesPerSecondAtLeast", ""), "throughputatleast": ("bytesPerSecondAtLeast", ""),
      "efficiency": ("efficiencyAtLeast", "or efficiencyAtMost"),
      "bytespersecond": ("bytesPerSecondAtLeast", "or bytesPerSecondAtMost"),
      "seconds": ("secondsAtMost", "or secondsAtLeast"),
    ],
    rules: [
      "oneOf": [
        ["required": ["transfer"], "properties": excluded(["total"]) { !$0.isOfTransfer }],
        ["required": ["total"], "properties": excluded(["transfer", "status", "error"]) { !$0.isOfTotal }],
      ],
      "minProperties": 2,
    ])

  /// Keys that cannot be there: these, and those of some metrics.
  private static func excluded(_ keys: [String], _ isExcluded: (ExpectationMetric) -> Bool) -> JSONValue {
    let metrics = ExpectationKey.all.filter { isExcluded($0.metric) }.map(\.name)
    return .object(Dictionary((keys + metrics).map { ($0, false) }, uniquingKeysWith: { $1 }))
  }
}

extension ExpectationMetric {
  fileprivate var type: SchemaType {
    if isCount { return .integer(ScenarioLimits.counts) }
    return .real(self == .efficiency ? ScenarioLimits.shares : ScenarioLimits.reals)
  }

  fileprivate var rule: String {
    if isCount { return "a count is a whole number #" }
    return self == .efficiency ? "an efficiency is #: 90 % is 0.9" : "the bound is a number from 0 on"
  }
}
