#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What an output path leads to, through all links, and so how it is written.
package enum OutputTarget: Hashable, Sendable {
  /// A descriptor that this process was started with (`/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`): what is written to it
  /// goes where it stands, to the end of a log that a shell opened with `>>`.
  case descriptor(Int32)
  /// Something that cannot be replaced: a device, a pipe, what another process has open.
  case inPlace(String)
  /// A regular file, with its permissions, or a place where there is none yet: replaced as a whole, and no link.
  case file(String, permissions: UInt32?)

  /// Follows a path; throws the system's error where nothing can be written there.
  package init(_ path: String) throws(SystemError) {
    var bytes = SystemPath.bytes(path)
    for _ in 0..<Self.linkLimit {
      let place = try Place(bytes)
      if let number = place.descriptor {
        try Self.checkGiven(number)
        self = .descriptor(number)
        return
      }
      var status = stat()
      guard lstat(SystemPath.system(place.path), &status) == 0 else {
        if errno != ENOENT { throw SystemError(errno) }
        self = .file(place.path, permissions: nil)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw SystemError(EISDIR)
      case S_IFLNK where !place.isOfDescriptors:
        let link = try Self.link(at: place.path)
        bytes = link.first == slash ? link : place.folder + link
      case S_IFREG:
        if access(SystemPath.system(place.path), W_OK) != 0 { throw SystemError(errno) }
        self = .file(place.path, permissions: UInt32(status.st_mode & 0o7777))
        return
      default:
        self = .inPlace(place.path)
        return
      }
    }
    throw SystemError(ELOOP)
  }

  /// Whether a path leads to a regular file, or to where one could be; also where it leads nowhere.
  package static func isFile(_ path: String) -> Bool {
    switch try? OutputTarget(path) {
    case .descriptor, .inPlace: false
    case .file, nil: true
    }
  }

  /// As many links as Linux follows.
  private static let linkLimit = 40

  /// Descriptors that were handed to the process survive `exec`; those it opened itself, all of this tool's, do not.
  private static func checkGiven(_ number: Int32) throws(SystemError) {
    let flags = fcntl(number, F_GETFD)
    let mode = fcntl(number, F_GETFL)
    guard flags >= 0, flags & FD_CLOEXEC == 0, mode >= 0, mode & O_ACCMODE != O_RDONLY else {
      throw SystemError(EBADF)
    }
  }

  private static func link(at path: String) throws(SystemError) -> [UInt8] {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(SystemPath.system(path), &bytes, bytes.count)
    if count < 0 { throw SystemError(errno) }
    return bytes[..<count].map { UInt8(bitPattern: $0) }
  }
}

private let slash = UInt8(ascii: "/")

/// A name in a folder that exists.
private struct Place {
  /// The folder with its slash; empty for the current one.
  let folder: [UInt8]
  private let name: [UInt8]
  /// The real name of the folder.
  private let realFolder: String

  /// Throws the system's error where there is no such folder, or the path is one.
  init(_ bytes: [UInt8]) throws(SystemError) {
    let end = bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0
    folder = Array(bytes[..<end])
    name = Array(bytes[end...])
    if bytes.isEmpty { throw SystemError(ENOENT) }
    let isOfFolder = name.isEmpty || name == Array(".".utf8) || name == Array("..".utf8)
    let known = isOfFolder ? bytes : folder.isEmpty ? Array(".".utf8) : folder
    realFolder = try Self.realPath(SystemPath.text(known))
    if isOfFolder { throw SystemError(EISDIR) }
  }

  /// The name to open it by.
  var path: String { SystemPath.text(folder + name) }

  /// Whether the links in the folder are open files, of this process or another.
  var isOfDescriptors: Bool { realFolder.hasPrefix("/proc/") && realFolder.hasSuffix("/fd") }

  /// The number of the open file of this process that it is, or nil.
  var descriptor: Int32? {
    let digits = String(decoding: name, as: UTF8.self)
    guard let number = Int32(digits), number >= 0, "\(number)" == digits else { return nil }
    return realFolder == "/dev/fd" || isOfDescriptors && isOfThisProcess
      ? number : nil
  }

  private var isOfThisProcess: Bool {
    guard let process = try? Self.realPath("/proc/self") else { return false }
    return realFolder.hasPrefix(process + "/")
  }

  private static func realPath(_ path: String) throws(SystemError) -> String {
    guard let pointer = realpath(SystemPath.system(path), nil) else { throw SystemError(errno) }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}
