import Scenario

/// `simctl schema`: the JSON Schema of scenario files.
enum SchemaCommand {
  static let command = Command(
    name: "schema", summary: "Prints the JSON Schema of scenario files, for editors and other tools.",
    examples: [Command.Example("")],
    operands: .none, options: [.output],
    notes: [
      "What one key says of another, and what is in other files, no schema can tell: simctl check looks at all of it."
    ], run: run)

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    try Command.deliver(ScenarioSchema.document.text() + "\n", arguments)
    return .ok
  }
}
