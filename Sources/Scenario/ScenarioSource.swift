/// Where a scenario is read from.
public enum ScenarioSource: Hashable, Sendable {
  /// A file; relative data files are in its folder.
  case file(String)
  /// Standard input; relative data files are in the folder, which is empty for the current one.
  case standardInput(folder: String)

  /// What messages call standard input.
  public static let standardInputName = "<stdin>"

  /// What messages call it: the file's name as the user wrote it.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: Self.standardInputName
    }
  }

  /// The folder of relative data files; empty for the current one.
  var folder: String {
    switch self {
    case .file(let path):
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      // The folder of "/x" is "/.", that of "x" is the current one.
      return slash.map { $0 == path.startIndex ? "/." : String(path[..<$0]) } ?? ""
    case .standardInput(let folder): return folder
    }
  }

  func contents(limit: Int) throws(InputFileError) -> [UInt8] {
    switch self {
    case .file(let path): try InputFile.contents(of: path, limit: limit)
    case .standardInput: try InputFile.standardInput(limit: limit)
    }
  }
}
