#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a file cannot be read.
package enum InputFileError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// It is a directory.
  case directory
  /// It is a device, a pipe or a socket where a regular file is needed.
  case notRegular
  /// It is longer than allowed; its length where it is known.
  case tooLong(Int?)
  /// The system refuses, and says why.
  case unreadable(String)
}

/// Reading of whole files, with bounds.
package enum InputFile {
  /// The length of a regular file that can be opened; opens nothing that is not a regular file.
  package static func length(of path: String) throws(InputFileError) -> Int {
    let status = try Self.status(of: path)
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    if access(SystemPath.system(path), R_OK) != 0 { throw systemError(errno) }
    return Int(status.st_size)
  }

  /// The bytes of a file or pipe, at most `limit`; a longer file is refused before it is read.
  package static func contents(of path: String, limit: Int) throws(InputFileError) -> [UInt8] {
    let status = try Self.status(of: path)
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if isRegular, Int(status.st_size) > limit { throw .tooLong(Int(status.st_size)) }
    let descriptor = open(SystemPath.system(path), O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw systemError(errno) }
    defer { close(descriptor) }
    return try contents(of: descriptor, expected: isRegular ? Int(status.st_size) : 0, limit: limit)
  }

  /// The bytes of standard input, at most `limit`.
  package static func standardInput(limit: Int) throws(InputFileError) -> [UInt8] {
    try contents(of: STDIN_FILENO, expected: 0, limit: limit)
  }

  private static func contents(
    of descriptor: Int32, expected: Int, limit: Int
  ) throws(InputFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw systemError(errno)
      }
      bytes += chunk[..<count]
      if bytes.count > limit { throw .tooLong(nil) }
    }
  }

  /// Whether there is a folder of this name.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(SystemPath.system(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is something of this name, be it a link that leads nowhere.
  package static func isPresent(_ path: String) -> Bool {
    var status = stat()
    return lstat(SystemPath.system(path), &status) == 0
  }

  /// Opens a regular file, and closes it again after `body`.
  static func reading<Value>(_ path: String, _ body: (Int32) throws -> Value) throws -> Value {
    _ = try length(of: path)
    let descriptor = open(SystemPath.system(path), O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw systemError(errno) }
    defer { close(descriptor) }
    return try body(descriptor)
  }

  private static func status(of path: String) throws(InputFileError) -> stat {
    // The system would read the path only up to a NUL.
    if path.utf8.contains(0) { throw .unreadable("its name holds a NUL") }
    var status = stat()
    if stat(SystemPath.system(path), &status) != 0 { throw systemError(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .directory }
    return status
  }

  private static func systemError(_ code: CInt) -> InputFileError {
    switch code {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .directory
    default: .unreadable(describe(code))
    }
  }
}
