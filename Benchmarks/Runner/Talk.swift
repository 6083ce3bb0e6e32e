internal import Foundation

/// Where tables and remarks go: stdout, or stderr where stdout is for data.
struct Talk {
  let usesStderr: Bool

  func say(_ text: String) {
    // A reader who left has had enough, which is no reason to stop measuring.
    try? (usesStderr ? FileHandle.standardError : .standardOutput).write(contentsOf: Data((text + "\n").utf8))
  }

  /// Says something as an error.
  static func error(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("benchmark: \(text)\n".utf8))
  }
}
