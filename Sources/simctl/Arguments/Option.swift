/// An option of a command.
struct Option: Sendable {
  /// The long name, with its dashes.
  let name: String
  /// The short name, with its dash.
  let short: String?
  /// What its value is called in the help, or nil for a switch.
  let value: String?
  /// The only values allowed, or none for any.
  let choices: [String]
  /// One sentence for the help.
  let help: String

  /// An option that takes a value; the name is also what it is called by in the code.
  init(_ name: String, short: String? = nil, value: String? = nil, choices: [String] = [], help: String) {
    self.name = name
    self.short = short
    self.value = value ?? (choices.isEmpty ? nil : choices.joined(separator: "|"))
    self.choices = choices
    self.help = help
  }
}

// Options that every command has, or many.
extension Option {
  static let base = Option(
    "--base", value: "DIR",
    help: "With FILE -, standard input: the folder of the scenario's data files; default the current one.")
  static let version = Option("--version", short: "-V", help: "Show the version.")
  static let help = Option("--help", short: "-h", help: "Show this help.")
  static let quiet = Option("--quiet", short: "-q", help: "Say nothing on stderr but errors.")
  static let noColor = Option("--no-color", help: "No colors; the variable NO_COLOR does the same.")
  static let output = Option(
    "--output", short: "-o", value: "PATH",
    help:
      "Write the data to PATH, whole or not at all; - is standard output; devices and pipes are written in place."
  )

  /// `--format`; the first format is the default.
  static func format(_ formats: String...) -> Option {
    Option("--format", choices: formats, help: "Form of the data; default \(formats.first ?? "").")
  }

  static let engine = Option(
    "--engine", choices: ["frame", "slot", "both"],
    help: "What clocks the frames; both compares them. Default frame.")
  static let jobs = Option(
    "--jobs", short: "-j", value: "N", help: "Threads; default the number of processors.")
  static let seed = Option("--seed", value: "N", help: "Replaces the seed of the scenario.")

  static let verbose = Option(
    "--verbose", short: "-v", help: "Say all there is to say in the text, also of many transfers or points.")

  /// What every command takes.
  static let common: [Option] = [quiet, noColor, version, help]
}
