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
    var written: Set<FileIdentity> = []
    for output in outputs where !written.insert(output.identity).inserted {
      throw Failure.usage("two outputs have the same path \(quote(output.path, limit: 200))")
    }
    for path in inputs + scenarios.flatMap(\.dataFilePaths) {
      guard let identity = FileIdentity(input: path), written.contains(identity),
        let output = outputs.first(where: { $0.identity == identity })
      else { continue }
      let name = output.path == "-" ? "standard output" : "the output " + quote(output.path, limit: 200)
      throw Failure.usage("\(name) is an input of the same command")
    }
  }
}
