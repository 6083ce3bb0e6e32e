internal import Foundation
internal import Scenario

/// The recorded counts: `Benchmarks/counts.json`.
enum CountsFile {
  static let path = "Benchmarks/counts.json"

  private struct Document: Decodable { var workloads: [Counts] }

  /// Reads the counts of all workloads.
  static func load(_ path: String = path) throws(Failure) -> [Counts] {
    do {
      return try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(filePath: path))).workloads
    } catch {
      throw .failed("\(path) cannot be read; run from the package's folder, or record it with --record")
    }
  }

  /// The text of a file with these counts.
  static func text(_ counts: [Counts]) -> String {
    let note: JSONValue = """
      What the workloads simulate: slots, frames, bytes moved, and the hash of all line levels (FNV-1a, 64 bits). \
      Recorded by benchmark --record, where both engines and the C peer agree.
      """
    return JSONValue.object(["note": note, "workloads": .array(counts.map(\.json))]).text() + "\n"
  }
}
