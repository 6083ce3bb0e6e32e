import Foundation
import Scenario

/// The tool as a whole: finds the command, runs it, says what went wrong.
enum Tool {
  /// The version, as `--version` and result documents say it.
  static let version = "0.1.0"

  /// Runs the tool with the words behind its name.
  static func run(_ words: [String]) -> ExitCode {
    let options = words.prefix { $0 != "--" }
    let talk = Talk(
      isQuiet: options.contains { $0 == Option.quiet.name || $0 == Option.quiet.short },
      allowsColor: !options.contains(Option.noColor.name))
    do {
      return try dispatch(words, talk)
    } catch let failure as Failure {
      for message in failure.messages { talk.error(message) }
      if let hint = failure.hint { talk.say(hint) }
      return failure.code
    } catch {
      talk.error("internal error, please report it: \(error)")
      return .internalError
    }
  }

  private static func dispatch(_ words: [String], _ talk: Talk) throws -> ExitCode {
    // Common switches may also stand before the command.
    let switches = Option.common.flatMap { [$0.name, $0.short].compactMap { $0 } }
    let leading = Array(words.prefix(while: switches.contains))
    let words = Array(words.dropFirst(leading.count))
    guard let first = words.first else {
      guard asksForHelp(leading) else { throw Failure(.usage, "a command is missing", hint: hint(for: nil)) }
      return try show(Help.overview)
    }
    if first == "--version" { return try show("simctl \(version)\n") }
    guard let (command, following) = CommandTable.command(startingWith: words) else {
      if CommandTable.groups.contains(first) { return try group(first, leading + words.dropFirst()) }
      throw unknown(first, among: CommandTable.all.map(\.name) + CommandTable.groups)
    }
    let rest = leading + following
    if asksForHelp(rest) { return try show(Help.page(command)) }
    do {
      let arguments = try Arguments(rest, options: command.allOptions, operands: command.operands)
      return try command.run(arguments, talk)
    } catch var failure as Failure where failure.code == .usage && failure.hint == nil {
      failure.hint = hint(for: command.name)
      throw failure
    }
  }

  private static func group(_ group: String, _ rest: [String]) throws -> ExitCode {
    if asksForHelp(rest) { return try show(Help.group(group)) }
    let names = CommandTable.all.map(\.name).filter { $0.hasPrefix(group + " ") }
    guard let word = rest.first(where: { !$0.hasPrefix("-") }) else {
      throw Failure(.usage, "\(group) needs a command: \(list(names, "or"))", hint: hint(for: group))
    }
    throw unknown("\(group) \(word)", among: names)
  }

  /// What to say to a command that does not exist.
  static func unknown(_ name: String, among names: [String]) -> Failure {
    if name.hasPrefix("-") {
      let meant = nearest(to: name, among: ["--help", "--version"]).map { "; did you mean \($0)?" } ?? ""
      return Failure(.usage, "unknown option \(quote(name)) before a command\(meant)", hint: hint(for: nil))
    }
    let meant = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    return Failure(.usage, "unknown command \(quote(name))\(meant)", hint: hint(for: nil))
  }

  /// Where the help is.
  static func hint(for name: String?) -> String {
    "Try: simctl \(name.map { $0 + " " } ?? "")--help"
  }

  private static func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == Option.help.name || $0 == Option.help.short }
  }

  /// Prints a text as the command's data.
  static func show(_ text: String) throws -> ExitCode {
    let output = try Output(path: nil)
    try output.write(text)
    try output.commit()
    return .ok
  }
}
