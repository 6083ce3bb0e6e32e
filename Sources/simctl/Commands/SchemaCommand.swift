import Scenario

/// `simctl schema`: the JSON Schemas of scenario files and of everything that the tool writes as JSON.
enum SchemaCommand {
  static let command = Command(
    name: "schema", summary: "Prints the JSON Schema of scenario files, or of a document that simctl writes.",
    examples: [
      Command.Example(""),
      Command.Example("-o scenario.schema.json", "for an editor: see docs/scenario-format.md"),
      Command.Example("--of result", "what run --format json prints"),
    ],
    operands: .none, options: [kind, .output],
    notes: [
      "KIND is scenario (the default), result (run --format json), breakeven (breakeven --format json), check (check --format json), sweep-row (a line "
        + "of sweep --format jsonl), event (a line of run --events), bra-block (bra encode and decode --format json), dma or dma-decode.",
      "What one key says of another, and what is in other files, no schema can tell: simctl check looks at all of it.",
    ], run: run)

  private static let kind = Option(
    "--of", value: "KIND", choices: DocumentKind.allCases.map(\.rawValue),
    help: "What the schema is of; default scenario.")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let kind = arguments[kind].flatMap(DocumentKind.init(rawValue:)) ?? .scenario
    try Command.deliver(kind.schema.text() + "\n", arguments)
    return .ok
  }
}
