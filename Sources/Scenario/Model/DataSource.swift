import FrameSim

/// Where the bytes of a write come from; the length is known, the bytes are made when they are asked for.
public enum DataSource: Hashable, Sendable {
  /// The bytes of a file.
  case file(DataFile)
  /// A pattern of so many bytes, 1 to 10^18; `seed` is for `random` only, nil for the scenario's.
  case pattern(DataPattern, bytes: Int, seed: UInt64?)
  /// The bytes themselves.
  case bytes([UInt8])
  /// The data of a software file.
  case software(SoftwareData)

  /// The longest data that is loaded: a longer transfer is refused by its length (host reference 3).
  public static let loadLimit = 1 << 20

  /// How many bytes.
  public var bytes: Int {
    switch self {
    case .file(let file): file.bytes
    case .pattern(_, let bytes, _): bytes
    case .bytes(let bytes): bytes.count
    case .software(let software): software.bytes
    }
  }

  /// The file that it is read from, or nil.
  var file: DataFile? {
    switch self {
    case .file(let file): file
    case .software(let software): software.file
    case .pattern, .bytes: nil
    }
  }

  /// The bytes; at most `loadLimit`.
  ///
  /// Random bytes come from `SeededGenerator`, eight of each number, least significant first: with the
  /// scenario's seed from the stream `data:` + transfer name, so that no other transfer moves them; with a
  /// seed of their own from the stream `data`, so that two transfers can move the same bytes.
  public func load(seed: UInt64, transfer: String) throws(DataSourceError) -> [UInt8] {
    var files = DataFileCache()
    return try load(seed: seed, transfer: transfer, &files)
  }

  /// The same; keeps the file that was read.
  func load(
    seed: UInt64, transfer: String, _ files: inout DataFileCache
  ) throws(DataSourceError) -> [UInt8] {
    guard bytes <= Self.loadLimit else {
      throw DataSourceError(message: "\(bytes) bytes are more than a transfer can have", isMissing: false)
    }
    switch self {
    case .file(let file): return try file.load()
    case .bytes(let bytes): return bytes
    case .software(let software): return try software.load(&files)
    case .pattern(let pattern, let count, let own):
      var generator = SeededGenerator(
        seed: own ?? seed, stream: own == nil ? "data:" + transfer : "data")
      return pattern.bytes(count, &generator)
    }
  }
}

/// A regular rule for bytes.
public enum DataPattern: String, Hashable, Sendable, CaseIterable {
  /// 0x00 throughout.
  case zeros
  /// 0xFF throughout: all bits one.
  case ones
  /// 0x00, 0x01, ... 0xFF, 0x00, ...
  case counter
  /// Seeded random bytes.
  case random

  func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    switch self {
    case .zeros: return [UInt8](repeating: 0, count: count)
    case .ones: return [UInt8](repeating: 0xFF, count: count)
    case .counter: return (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    case .random:
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count)
      var word: UInt64 = 0
      for index in 0..<count {
        word = index % 8 == 0 ? generator.next() : word >> 8
        bytes.append(UInt8(truncatingIfNeeded: word))
      }
      return bytes
    }
  }
}

/// A file with the bytes of a write.
public struct DataFile: Hashable, Sendable {
  /// The file's name as the scenario has it: absolute, or relative to the scenario's folder.
  public var name: String
  /// The name to open it by; bytes that are no UTF-8 as `SystemPath` has them.
  public var path: String
  /// Its length when the scenario was read.
  public var bytes: Int

  /// The name to open a file by that a scenario in `folder` names so; the folder is empty for the current one.
  static func path(of name: String, in folder: String) -> String {
    // A scenario is Unicode throughout: no scalar in it stands for a byte.
    let path = SystemPath.text(Array(name.utf8))
    return name.utf8.first == UInt8(ascii: "/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  func load() throws(DataSourceError) -> [UInt8] { try contents(limit: DataSource.loadLimit) }

  /// What is in it, if it is as long as it was.
  func contents(limit: Int) throws(DataSourceError) -> [UInt8] {
    let contents: [UInt8]
    do {
      contents = try InputFile.contents(of: path, limit: limit)
    } catch {
      throw DataSourceError(
        message: "the data file \(quote(name, limit: 200)) \(error.sentence)", isMissing: error == .missing)
    }
    guard contents.count == bytes else {
      throw DataSourceError(
        message: "the data file \(quote(name, limit: 200)) had \(bytes) bytes and now has \(contents.count)",
        isMissing: false)
    }
    return contents
  }
}

extension DataFile {
  /// It is no longer what it was when the scenario was read.
  var hasChanged: DataSourceError {
    DataSourceError(
      message: "the data file \(quote(name, limit: 200)) has changed since the scenario was read",
      isMissing: false)
  }
}

/// Why the bytes of a write cannot be loaded.
public struct DataSourceError: Error, Hashable, Sendable {
  /// What is wrong.
  public var message: String
  /// Whether the file does not exist any more.
  public var isMissing: Bool
  /// The exit code of the command line contract: 66 for a missing file, else 65.
  public var exitCode: Int32 { isMissing ? ExitCode.missingInput : ExitCode.badInput }
}

extension InputFileError {
  /// What is wrong, to be put after the name of the file.
  package var sentence: String {
    switch self {
    case .missing: "does not exist"
    case .directory: "is a directory"
    case .notRegular: "is not a regular file"
    case .tooLong(let length?): "is too long: \(length) bytes"
    case .tooLong(nil): "is too long"
    case .unreadable(let reason): "cannot be read: \(reason)"
    }
  }
}
