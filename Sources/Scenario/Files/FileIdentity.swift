#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which file a path means, the same for every way to name it: links, hard links, open descriptors.
package enum FileIdentity: Hashable, Sendable {
  /// A file that exists.
  case file(device: UInt64, number: UInt64)
  /// A file that does not exist yet: its folder and its name there.
  case place(device: UInt64, number: UInt64, name: [UInt8])

  /// What is read from a path, `-` for standard input; nil where nothing is lost if it is written, too: a terminal, a device.
  package init?(input path: String) {
    var status = stat()
    let isThere = path == "-" ? fstat(STDIN_FILENO, &status) : stat(SystemPath.system(path), &status)
    guard isThere == 0, [S_IFREG, S_IFIFO, S_IFBLK].contains(status.st_mode & S_IFMT) else { return nil }
    self.init(status)
  }

  /// What is written by a path, `-` for standard output; nil where it cannot be written, or takes any number of outputs: the
  /// null device.
  package init?(output path: String) {
    guard let target = try? path == "-" ? .descriptor(STDOUT_FILENO) : OutputTarget(path) else { return nil }
    var status = stat()
    switch target {
    case .descriptor(let number):
      guard fstat(number, &status) == 0 else { return nil }
    case .inPlace(let path), .file(let path, permissions: _?):
      guard stat(SystemPath.system(path), &status) == 0 else { return nil }
    case .file(let path, permissions: nil):
      let folder = SystemPath.folder(of: path)
      guard stat(SystemPath.system(folder + "."), &status) == 0 else { return nil }
      let name = SystemPath.bytes(path).dropFirst(SystemPath.bytes(folder).count)
      self = .place(device: UInt64(status.st_dev), number: UInt64(status.st_ino), name: Array(name))
      return
    }
    var null = stat()
    if status.st_mode & S_IFMT == S_IFCHR, stat("/dev/null", &null) == 0, status.st_rdev == null.st_rdev {
      return nil
    }
    self.init(status)
  }

  private init(_ status: stat) {
    self = .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }
}
