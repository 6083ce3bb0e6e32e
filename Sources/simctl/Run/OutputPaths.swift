import Foundation
import Scenario

/// Makes sure that no output of a command is one of its inputs, or another output: nothing is lost by a slip.
enum OutputPaths {
  /// Throws a usage failure that names what would be overwritten.
  ///
  /// `outputs` are the paths as given, nil where an output was not asked for; `-` is standard output.
  static func check(_ outputs: [String?], inputs: [String], scenarios: [ScenarioFile] = []) throws {
    let dataFiles = scenarios.flatMap { scenario in
      scenario.transfers.compactMap { transfer -> String? in
        guard case .write(.file(let file)) = transfer.payload else { return nil }
        return file.path
      }
    }
    let read = Set((inputs + dataFiles).map(identity))
    var written: Set<String> = []
    for path in outputs.compactMap({ $0 }) {
      let identity = identity(path)
      if read.contains(identity) {
        throw Failure.usage("the output \(quote(path, limit: 200)) is an input of the same command")
      }
      guard identity.hasPrefix("/dev/null") || written.insert(identity).inserted else {
        throw Failure.usage("two outputs have the same path \(quote(path, limit: 200))")
      }
    }
  }

  /// The same text for every way to name a file: device and inode where it exists, else its place.
  private static func identity(_ path: String) -> String {
    if path == "-" { return "standard output" }
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG {
      return "file \(information.st_dev):\(information.st_ino)"
    }
    return URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path()
  }
}
