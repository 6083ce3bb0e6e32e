import Foundation
import Testing

/// The study: its scenario files, its text, and what the tool prints for them.
struct Study {
  /// The package's folder; commands of the study are written to be called from there.
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = package.appendingPathComponent("docs/study")
  static let page = package.appendingPathComponent("docs/minimum-transfer-size.md")
  /// The page about descriptor engines, whose numbers are marked in the same way.
  static let enginePage = package.appendingPathComponent("docs/descriptor-engine.md")
  /// The page about offloads, likewise.
  static let offloadPage = package.appendingPathComponent("docs/offload.md")
  static let pages = [page, enginePage, offloadPage]

  /// The names of the scenario files, without their end.
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".json5") }.map { String($0.dropLast(6)) }.sorted()

  /// The scenarios of which the study shows a plot.
  static let plots = ["fixed-clock", "hosts", "ideal"]

  /// The command that answers a scenario, as the study prints it.
  static func command(_ name: String, _ options: String...) throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent(name + ".json5"), encoding: .utf8)
    let verb = text.contains("\n  breakeven: {") ? "breakeven" : "sweep"
    return [verb, "--quiet"] + options + ["docs/study/\(name).json5"]
  }

  /// What `simctl` prints on standard output, called in the package's folder; it must end well.
  static func output(_ arguments: [String]) throws -> String {
    let run = try Simctl(arguments, directory: package)
    try #require(run.exitCode == 0, "simctl \(arguments.joined(separator: " ")): \(run.stderr)")
    return run.stdout
  }

  /// The points of a break-even, or the rows of a sweep.
  static func points(_ name: String) throws -> [StudyValue] {
    let text = try output(command(name, "--format", "json"))
    if text.hasPrefix("{\n") {
      let document = try JSONDecoder().decode(StudyValue.self, from: Data(text.utf8))
      guard case .object(let members) = document, case .list(let points)? = members["points"] else {
        throw StudyError("\(name) has no points")
      }
      return points
    }
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(StudyValue.self, from: Data($0.utf8))
    }
  }
}

/// A mistake in the study's marks.
struct StudyError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
