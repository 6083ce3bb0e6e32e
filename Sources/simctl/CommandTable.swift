/// Every command, in the order of the help. A new one is a file in `Commands` and a line here.
enum CommandTable {
  static let all: [Command] = [
    RunCommand.command,
    SweepCommand.command,
    BreakevenCommand.command,
    CheckCommand.command,
    SchemaCommand.command,
    BRAEncodeCommand.command,
    BRADecodeCommand.command,
    DMAEncodeCommand.command,
    DMADecodeCommand.command,
    DMADiffCommand.command,
    HelpCommand.command,
  ]

  /// The first words of commands that consist of two.
  static var groups: [String] {
    var groups: [String] = []
    for command in all {
      let words = command.name.split(separator: " ")
      guard words.count > 1, let first = words.first.map(String.init), !groups.contains(first) else {
        continue
      }
      groups.append(first)
    }
    return groups
  }

  /// The command with the longest name that `words` start with.
  static func command(startingWith words: [String]) -> (command: Command, rest: [String])? {
    for count in [2, 1] where words.count >= count {
      let name = words.prefix(count).joined(separator: " ")
      if let command = all.first(where: { $0.name == name }) {
        return (command, Array(words.dropFirst(count)))
      }
    }
    return nil
  }
}
