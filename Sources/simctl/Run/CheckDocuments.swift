import Scenario

/// The documents of `check --format json` as files.
enum CheckDocuments {
  /// The name of their format, without its version.
  private static let schema = "simctl-check/"
  /// None of ours is longer.
  private static let limit = 64 << 20

  /// Throws a usage failure where a document is to replace a file that is none itself, and no empty one: perhaps it is a data
  /// file of the scenario `file`, of which nobody knows the data files.
  static func refuseOther(_ path: String?, because file: String) throws {
    guard let path, path != "-", case .file(let place, _)? = try? OutputTarget(path),
      InputFile.isPresent(place)
    else { return }
    let bytes = try? InputFile.contents(of: place, limit: limit)
    if let bytes, bytes.isEmpty || isDocument(bytes) { return }
    throw Failure.usage(
      "which data files \(file) has cannot be told, and \(quote(path, limit: 200)) may be one of them: it is no document "
        + "of check --format json, and is not replaced")
  }

  private static func isDocument(_ bytes: [UInt8]) -> Bool {
    guard let document = try? JSON5Document(SourceText(name: "", bytes: bytes)),
      case .object(let members) = document.root.value,
      case .string(let schema)? = members.first(where: { $0.key == "schema" })?.node.value
    else { return false }
    return schema.hasPrefix(Self.schema)
  }
}
