internal import Foundation

/// A folder that goes when nobody holds it any more.
final class TemporaryFolder {
  let path: String

  init() throws(Failure) {
    path = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)").path()
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .output("cannot make a temporary folder: \(error.localizedDescription)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file into it and returns its path.
  func write(_ text: String, to name: String) throws(Failure) -> String {
    let file = "\(path)/\(name)"
    try ResultFile.write(text, to: file)
    return file
  }
}
