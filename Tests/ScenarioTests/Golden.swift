import Foundation
import Testing

/// Golden files beside the fixtures.
///
/// With `RECORD=1` in the environment a test writes its golden file and fails, so that a recording run is
/// never mistaken for a passing one.
enum Golden {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// The files of a fixture folder with an ending, by name.
  static func files(in folder: String, ending: String) -> [URL] {
    let url = fixtures.appending(path: folder)
    let all = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
    return all.filter { $0.lastPathComponent.hasSuffix(ending) }.sorted { $0.path < $1.path }
  }

  static func check(
    _ text: String, against file: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
      return
    }
    let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(text == golden, "\(file.lastPathComponent)", sourceLocation: sourceLocation)
  }
}
