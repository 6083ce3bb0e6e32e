internal import FrameSim

extension ObjectSchema {
  static let transfer = ObjectSchema(
    name: "transfers[]",
    members: [
      SchemaKey("name", .name, "Its name, unique; \"transfer1\", \"transfer2\", ... by default."),
      SchemaKey(required: "via", .words(TransferRequest.Path.self), "The way the bytes take."),
      SchemaKey(required: "op", .words(TransferRequest.Operation.self), "The direction."),
      SchemaKey(
        required: "device", .integer(ScenarioLimits.addressedDevice),
        "The device number that the host addresses."),
      SchemaKey(required: "address", .integer(ScenarioLimits.addresses), "The address of the first byte."),
      SchemaKey("data", .object(data), "Of a write: where its bytes come from."),
      SchemaKey("bytes", .integer(ScenarioLimits.transferBytes), "Of a read: how many bytes."),
    ],
    aliases: length.merging(
      [
        "operation": ("op", ""), "direction": ("op", ""), "type": ("op", ""), "path": ("via", ""),
        "mode": ("via", ""), "dev": ("device", ""), "addr": ("address", ""), "register": ("address", ""),
        "file": ("data", "as { file: ... }"), "pattern": ("data", "as { pattern: ..., bytes: N }"),
        "hex": ("data", "as { hex: ... }"),
      ], uniquingKeysWith: { $1 }),
    rules: [
      "if": ["properties": ["op": ["const": "write"]]],
      "then": ["required": ["data"], "properties": ["bytes": false]],
      "else": ["required": ["bytes"], "properties": ["data": false]],
    ])

  static let data = ObjectSchema(
    name: "data",
    members: [
      SchemaKey("file", .text(), "The name of a data file, absolute or relative to the scenario."),
      SchemaKey("pattern", .words(DataPattern.self), "A regular rule for bytes."),
      SchemaKey(
        "hex", .text(pattern: "^[\\t-\\r ]*([0-9A-Fa-f][\\t-\\r ]*[0-9A-Fa-f][\\t-\\r ]*)+$"),
        "The bytes, two hexadecimal digits each; white space means nothing."),
      SchemaKey("bytes", .integer(ScenarioLimits.transferBytes), "The length in bytes."),
      SchemaKey("seed", .integer(ScenarioLimits.seed), "The seed of random bytes."),
    ],
    aliases: length.merging(
      ["path": ("file", ""), "filename": ("file", ""), "fill": ("pattern", ""), "text": ("hex", "")],
      uniquingKeysWith: { $1 }),
    rules: [
      "oneOf": [
        ["required": ["file"], "properties": ["pattern": false, "hex": false, "seed": false]],
        ["required": ["pattern", "bytes"], "properties": ["file": false, "hex": false]],
        ["required": ["hex"], "properties": ["file": false, "pattern": false, "seed": false]],
      ]
    ])

  static let expect = ObjectSchema(
    name: "expect[]",
    members: [
      SchemaKey("transfer", .name, "The name of the transfer it is about."),
      SchemaKey("total", .constant(true), "It is about the whole run."),
      SchemaKey("status", .words(ExpectedStatus.self), "How the transfer ends."),
      SchemaKey("error", .words(TransferErrno.self), "The errno name that the transfer fails with."),
    ]
      + ExpectationKey.all.map {
        SchemaKey($0.name, $0.metric.type, "A bound on the number \($0.metric.rawValue) of the result.")
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
}
