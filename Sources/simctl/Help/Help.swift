/// The help pages, made from the table of commands.
enum Help {
  /// The columns of a page.
  private static let width = TerminalWidth.ofOutput ?? TerminalWidth.most

  /// The page of one command.
  static func page(_ command: Command) -> String {
    var text = examples(command.examples.map { (call(command, $0), $0.note) })
    text += "\n" + wrapped(command.summary)
    text +=
      "\n" + wrapped("Usage: simctl \(command.name) \(command.usage ?? defaultUsage(command))", hanging: 7)
    text += "\nOptions:\n" + options(command.allOptions)
    for note in command.notes { text += "\n" + wrapped(note) }
    return text
  }

  /// The page of the tool.
  static var overview: String {
    var text = examples(
      CommandTable.all.compactMap { command in
        guard command.name != HelpCommand.command.name else { return nil }
        return command.examples.first.map { (call(command, $0), nil) }
      })
    text +=
      "\n"
      + wrapped("Simulates a MIPI SoundWire bus, bit slot by bit slot, Bulk Register Access (BRA) included.")
    text += "\nUsage: simctl COMMAND [options] [FILE...]\n"
    text += "\nCommands:\n" + table(CommandTable.all.map { ($0.name, $0.summary) })
    text += "\nOptions of every command:\n"
    text += options(Option.common)
    text += "\nExit codes:\n" + table(ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) })
    text +=
      "\n"
      + wrapped(
        "Data go to stdout, talk goes to stderr. INT, TERM and HUP end the tool as themselves, a closed stdout with 74; "
          + "no unfinished file is left, but what sweep --resume goes on with. More: simctl help COMMAND")
    return text
  }

  /// The page of commands that share their first word.
  static func group(_ name: String) -> String {
    let commands = CommandTable.all.filter { $0.name.hasPrefix(name + " ") }
    var text = examples(
      commands.compactMap { command in
        command.examples.first.map { (call(command, $0), nil) }
      })
    text += "\nUsage: simctl \(name) COMMAND [options]\n"
    text += "\nCommands:\n" + table(commands.map { ($0.name, $0.summary) })
    return text
  }

  private static func defaultUsage(_ command: Command) -> String {
    ["[options]", command.operands.usage].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// An example as one types it.
  private static func call(_ command: Command, _ example: Command.Example) -> String {
    "simctl \(command.name)" + (example.arguments.isEmpty ? "" : " " + example.arguments)
  }

  private static func examples(_ examples: [(call: String, note: String?)]) -> String {
    var text = examples.count == 1 ? "Example:\n" : "Examples:\n"
    for example in examples {
      text += "  \(example.call)\n"
      if let note = example.note { text += wrapped(note, indent: 6) }
    }
    return text
  }

  private static func options(_ options: [Option]) -> String {
    table(
      options.map { option in
        let names = [option.short, option.name].compactMap { $0 }.joined(separator: ", ")
        return (option.value.map { "\(names) \($0)" } ?? names, option.help)
      })
  }

  /// Two columns; a long first one has its line for itself.
  private static func table(_ rows: [(String, String)]) -> String {
    let column = min(width / 4 + 1, (rows.map(\.0.count).max() ?? 0) + 4)
    return rows.map { row in
      let first = "  " + row.0
      let text = wrapped(row.1, indent: column)
      guard first.count + 2 <= column else { return first + "\n" + text }
      return first + text.dropFirst(first.count)
    }.joined()
  }

  /// A paragraph in lines of bounded length, with a line end; the lines after the first start in the column `hanging`.
  private static func wrapped(_ text: String, indent: Int = 0, hanging: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    let next = String(repeating: " ", count: hanging)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let isNew = line.isEmpty || line == next
      if !isNew, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = next + word
      } else {
        line += isNew ? String(word) : " " + word
      }
    }
    return (lines + [margin + line]).joined(separator: "\n") + "\n"
  }
}
