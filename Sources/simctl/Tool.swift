import Foundation
import Scenario

/// The tool as a whole: finds the command, runs it, says what went wrong.
enum Tool {
  /// The version, as `--version` and result documents say it.
  static let version = "0.1.0"

  /// What `--version` prints: the version, and the commit where it is known.
  private static var versionLine: String {
    "simctl \(version)\(BuildInfo.commit.map { " (\($0))" } ?? "")\n"
  }

  /// Runs the tool with the words after its name.
  static func run(_ words: [String]) -> ExitCode {
    let found = command(of: words)
    let switches = Option.switches(in: words, found?.command.allOptions ?? Option.common)
    let talk = Talk(
      isQuiet: switches.contains(Option.quiet.name), allowsColor: !switches.contains(Option.noColor.name))
    do {
      return try dispatch(words, switches, talk)
    } catch let failure as Failure {
      for message in failure.messages { talk.error(message) }
      if let hint = failure.hint { talk.say(hint) }
      return failure.code
    } catch {
      talk.error("internal error, please report it: \(error)")
      return .internalError
    }
  }

  /// The command among words, and all others; common switches may also stand before it.
  private static func command(of words: [String]) -> (command: Command, rest: [String])? {
    let leading = words.prefix { Option.areSwitches($0, Option.common) }
    return CommandTable.command(startingWith: Array(words.dropFirst(leading.count))).map {
      ($0.command, leading + $0.rest)
    }
  }

  private static func dispatch(_ words: [String], _ switches: Set<String>, _ talk: Talk) throws -> ExitCode {
    let asksForHelp = switches.contains(Option.help.name)
    let asksForVersion = switches.contains(Option.version.name)
    guard let (command, rest) = command(of: words) else {
      guard let first = words.first(where: { !Option.areSwitches($0, Option.common) }) else {
        if asksForHelp { return try show(Help.overview) }
        if asksForVersion { return try show(versionLine) }
        throw Failure(.usage, "a command is missing", hint: hint(for: nil))
      }
      if CommandTable.groups.contains(first) {
        if asksForHelp { return try show(Help.group(first)) }
        if asksForVersion { return try show(versionLine) }
        throw groupFailure(first, words.drop { $0 != first }.dropFirst())
      }
      throw unknown(first, among: CommandTable.all.map(\.name) + CommandTable.groups)
    }
    if asksForHelp { return try show(Help.page(command)) }
    if asksForVersion { return try show(versionLine) }
    do {
      let arguments = try Arguments(rest, options: command.allOptions, operands: command.operands)
      return try command.run(arguments, talk)
    } catch var failure as Failure where failure.code == .usage && failure.hint == nil {
      failure.hint = hint(for: command.name)
      throw failure
    }
  }

  private static func groupFailure(_ group: String, _ rest: ArraySlice<String>) -> Failure {
    let names = CommandTable.all.map(\.name).filter { $0.hasPrefix(group + " ") }
    guard let word = rest.first(where: { !$0.hasPrefix("-") }) else {
      return Failure(.usage, "\(group) needs a command: \(list(names, "or"))", hint: hint(for: group))
    }
    return unknown("\(group) \(word)", among: names)
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

  /// Prints a text as the command's data.
  static func show(_ text: String) throws -> ExitCode {
    let output = try Output(path: nil)
    try output.write(text)
    try output.commit()
    return .ok
  }
}
