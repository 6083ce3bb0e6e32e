/// `simctl help`: the help pages by name.
enum HelpCommand {
  static let command = Command(
    name: "help", summary: "Shows the help of a command, or of the tool.",
    examples: [Command.Example("bra decode")], usage: "[COMMAND]",
    operands: Operands(names: ["COMMAND"], count: 0...2), options: [], run: run)

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let words = arguments.operands
    guard let first = words.first else { return try Tool.show(Help.overview) }
    if let (command, rest) = CommandTable.command(startingWith: words) {
      guard rest.isEmpty else {
        throw Failure.usage("there is no command \"\(words.joined(separator: " "))\"")
      }
      return try Tool.show(Help.page(command))
    }
    if words.count == 1, CommandTable.groups.contains(first) { return try Tool.show(Help.group(first)) }
    throw Tool.unknown(
      words.joined(separator: " "), among: CommandTable.all.map(\.name) + CommandTable.groups)
  }
}
