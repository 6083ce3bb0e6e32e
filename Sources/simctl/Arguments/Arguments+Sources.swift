import Scenario

extension Arguments {
  /// Where the scenarios of the command line are read from: files, or standard input for `-`.
  ///
  /// Throws a usage failure where standard input is asked for twice, or `--base` without it.
  func sources() throws -> [ScenarioSource] {
    let folder = try base()
    return operands.map { Self.source($0, folder) }
  }

  /// Where the one scenario of a command line is read from whose first operand it is.
  func source() throws -> ScenarioSource {
    let folder = try base()
    return Self.source(operands[0], folder)
  }

  private static func source(_ operand: String, _ folder: String) -> ScenarioSource {
    operand == "-" ? .standardInput(folder: folder) : .file(operand)
  }

  private func base() throws -> String {
    let dashes = operands.count { $0 == "-" }
    if dashes > 1 { throw Failure.usage("- is given \(dashes) times, but standard input is read once") }
    guard let folder = self[.base] else { return "" }
    if dashes == 0 {
      throw Failure.usage("--base goes with -, standard input; data files of a FILE are in its own folder")
    }
    guard InputFile.isFolder(folder) else {
      throw Failure(.missingFile, "there is no folder \(quote(folder, limit: 200)) for --base")
    }
    return folder
  }
}
