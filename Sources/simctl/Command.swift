/// One command: what it is called, what it takes, what its help says and what it does.
struct Command: Sendable {
  /// A call that shows what the command is good for.
  struct Example: Sendable {
    /// The call, without `simctl` and the command's name.
    let arguments: String
    /// What it does, or nil if that is plain.
    let note: String?

    init(_ arguments: String, _ note: String? = nil) {
      self.arguments = arguments
      self.note = note
    }
  }

  /// The words that call it, for example `bra encode`.
  let name: String
  /// One sentence.
  let summary: String
  /// At least one; they come first in the help.
  let examples: [Example]
  /// How it is called, without `simctl` and its name; nil makes it from the operands.
  var usage: String?
  /// What it takes besides options.
  let operands: Operands
  /// Its own options, without the common ones.
  let options: [Option]
  /// Further paragraphs of the help.
  var notes: [String] = []
  /// What it does. Throws a `Failure`; any other error is an internal one.
  let run: @Sendable (Arguments, Talk) throws -> ExitCode

  /// All its options.
  var allOptions: [Option] { options + Option.common }
}

extension Command {
  /// Writes a command's data to the place that `--output` names, or to stdout.
  static func deliver(_ text: String, _ arguments: Arguments) throws {
    let output = try Output(path: arguments[.output])
    try output.write(text)
    try output.commit()
  }
}
