import Scenario

/// Makes sure that no output of a command is one of its inputs, or another output: nothing is lost by a slip.
enum OutputPaths {
  /// Throws a usage failure that names what would be overwritten.
  ///
  /// `outputs` are the paths as given, nil where an output was not asked for; `-` is standard output. Of `scenarios` every data
  /// file is an input, those that a sweep puts in among them.
  static func check(_ outputs: [String?], inputs: [String], scenarios: [ScenarioFile] = []) throws {
    let outputs = outputs.compactMap { $0 }.compactMap { path in
      FileIdentity(output: path).map { (path: path, identity: $0) }
    }
    var written: [FileIdentity: String] = [:]
    for output in outputs {
      guard let other = written.updateValue(output.path, forKey: output.identity) else { continue }
      let names = (shown(other), shown(output.path))
      throw Failure.usage(
        names.0 == names.1
          ? "two outputs have the same path \(names.0)"
          : "two outputs, \(names.0) and \(names.1), are the same file")
    }
    for path in inputs + scenarios.flatMap(\.dataFilePaths) {
      guard let identity = FileIdentity(input: path), let output = written[identity] else { continue }
      let name = (output == "-" ? "" : "the output ") + shown(output)
      throw Failure.usage("\(name) is an input of the same command")
    }
  }

  private static func shown(_ path: String) -> String {
    path == "-" ? "standard output" : quote(path, limit: 200)
  }
}
