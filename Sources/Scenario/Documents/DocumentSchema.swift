/// A kind of document that the tool reads or writes, with the JSON Schema of it.
public enum DocumentKind: String, CaseIterable, Sendable {
  /// A scenario file.
  case scenario
  /// The result of `run --format json`.
  case result
  /// The result of `breakeven --format json`.
  case breakeven
  /// The messages of `check --format json`.
  case check
  /// A line of `sweep --format jsonl`.
  case sweepRow = "sweep-row"
  /// A line of `run --events`.
  case event
  /// The block of `bra encode --format json` and `bra decode --format json`.
  case braBlock = "bra-block"
  /// What `dma encode --format json` says that a driver puts into memory.
  case dma
  /// What `dma decode --format json` says of a dump.
  case dmaDecode = "dma-decode"

  /// The schema (draft 2020-12). But for the axes of sweeps, no object has other keys than it lists.
  ///
  /// That of scenarios is made of the tables that the decoder works with. It knows keys, kinds, ranges and words, and
  /// which keys exclude or need each other. It does not know contradictory values, such as regions that overlap, nor what
  /// must be there for one command only.
  public var schema: JSONValue {
    let (schema, title, description) = written
    guard case .object(var members) = schema else { return schema }
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["title"] = .string(title)
    members["description"] = .string(description)
    return .object(members)
  }

  /// The schema without its head, what the document is called, and a sentence about it.
  private var written: (schema: JSONValue, title: String, description: String) {
    switch self {
    case .scenario:
      (
        SchemaType.object(.scenario).schema, ScenarioFile.format,
        "A scenario of simctl. Files are JSON5; this is about the value they hold."
      )
    case .result:
      (DocumentSchema.result, "simctl-result/1", "The result of a scenario, as simctl run prints it.")
    case .breakeven:
      (DocumentSchema.breakeven, "simctl-breakeven/1", "What simctl breakeven found at each point.")
    case .check: (DocumentSchema.check, "simctl-check/1", "What simctl check says of scenario files.")
    case .sweepRow:
      (DocumentSchema.sweepRow, "simctl sweep, a row", "One transfer of one point, a line of simctl sweep.")
    case .event: (DocumentSchema.event, "simctl run --events, a line", "One frame of a run.")
    case .braBlock: (DocumentSchema.braBlock, "simctl-bra-block/1", "A BRA block, field by field.")
    case .dma: (DocumentSchema.dma, "simctl-dma/1", "What a driver puts into memory for a transfer.")
    case .dmaDecode:
      (DocumentSchema.dmaDecode, "simctl-dma-decode/1", "What a host's DMA has in memory, explained.")
    }
  }
}

/// The schemas of documents, and the words they are made of.
enum DocumentSchema {
  static let count: JSONValue = ["type": "integer", "minimum": 0]
  static let number: JSONValue = ["type": "number", "minimum": 0]
  static let text: JSONValue = ["type": "string"]
  static let flag: JSONValue = ["type": "boolean"]
  /// A value of any kind.
  static let anything: JSONValue = [:]

  /// An object with these keys and no others.
  static func object(
    _ required: [String: JSONValue], optional: [String: JSONValue] = [:]
  ) -> JSONValue {
    [
      "type": "object", "properties": .object(required.merging(optional) { $1 }),
      "required": .array(required.keys.sorted().map { .string($0) }), "additionalProperties": false,
    ]
  }

  /// An object with keys of any name.
  static func map(_ value: JSONValue, names: JSONValue? = nil) -> JSONValue {
    var members: [String: JSONValue] = ["type": "object", "additionalProperties": value]
    if let names { members["propertyNames"] = names }
    return .object(members)
  }

  static func list(_ element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

  static func list(_ element: JSONValue, exactly count: Int) -> JSONValue {
    ["type": "array", "items": element, "minItems": .count(count), "maxItems": .count(count)]
  }

  static func orNull(_ value: JSONValue) -> JSONValue { ["anyOf": [value, ["type": "null"]]] }

  static func constant(_ value: JSONValue) -> JSONValue { ["const": value] }

  static func words(_ words: [String]) -> JSONValue { ["enum": .array(words.map { .string($0) })] }

  static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> JSONValue
  where Word.RawValue == String {
    words(type.allCases.map(\.rawValue))
  }

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .count(range.lowerBound), "maximum": .count(range.upperBound)]
  }

  static func hexadecimal(_ digits: String) -> JSONValue {
    ["type": "string", "pattern": .string("^[0-9A-F]\(digits)$")]
  }

  // MARK: Parts of several documents

  static let tool = object(["version": text])
  static let seed = integer(ScenarioLimits.seed)
  /// The values of the axes of a sweep, by key path.
  static let axes = map(anything)
}
