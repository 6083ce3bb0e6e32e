import Foundation
import Testing

/// Compares a text with the file of that name in `Fixtures`.
///
/// With `RECORD=1` in the environment the file is written instead, and the test fails, so that no recording run is taken
/// for a passing one.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Fixtures")
  try expectGolden(text, at: fixtures.appendingPathComponent(name), sourceLocation: sourceLocation)
}

/// Compares a text with a file, or records it.
func expectGolden(_ text: String, at file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let name = file.lastPathComponent
  let expected = try? String(contentsOf: file, encoding: .utf8)
  if text == expected { return }
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file, options: .atomic)
    Issue.record("recorded \(name); look at it, then run without RECORD", sourceLocation: sourceLocation)
    return
  }
  Issue.record(
    "\(name) is different; RECORD=1 records it.\n\(difference(expected ?? "", text))",
    sourceLocation: sourceLocation)
}

/// The first lines in which two texts differ.
private func difference(_ expected: String, _ actual: String) -> String {
  let old = expected.components(separatedBy: "\n")
  let new = actual.components(separatedBy: "\n")
  let same = zip(old, new).prefix { $0 == $1 }.count
  let line = { (lines: [String]) in same < lines.count ? lines[same] : "(end)" }
  return "line \(same + 1)\n- \(line(old))\n+ \(line(new))"
}
