#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that grows as `PATH.partial` and becomes `PATH` when it is whole.
///
/// It is locked as long as it is open, so that no two processes write it. Whatever happens to the process, `PATH.partial`
/// stays and can be gone on with. Devices and pipes are written directly.
final class PartialFile: Sendable {
  /// The name it grows under.
  let partial: String
  /// Whether it is a device or a pipe, which has nothing to go on with.
  let isDirect: Bool
  private let path: String
  private let descriptor: Int32

  /// Opens `PATH.partial`, and makes it where it does not exist. Throws where `PATH` could not be replaced.
  init(path: String) throws(SweepFailure) {
    let partial = Sweep.partialPath(path)
    self.partial = partial
    var information = stat()
    let exists = stat(path, &information) == 0
    let kind = information.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw Self.failure(path, EISDIR) }
    isDirect = exists && kind != S_IFREG
    if isDirect {
      self.path = path
      descriptor = Self.open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw Self.failure(path, errno) }
      return
    }
    if exists, access(path, W_OK) != 0 { throw Self.failure(path, errno) }
    // A link stays one; the file behind it is replaced.
    self.path = exists ? resolvedPath(path) : path
    descriptor = try Self.openLocked(partial)
    if exists { fchmod(descriptor, information.st_mode & 0o7777) }
  }

  deinit { close(descriptor) }

  private static func openLocked(_ name: String) throws(SweepFailure) -> Int32 {
    for _ in 0..<100 {
      let descriptor = Self.open(name, O_RDWR | O_CREAT | O_CLOEXEC)
      if descriptor < 0 { throw failure(name, errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let error = errno
        close(descriptor)
        if error != EWOULDBLOCK { throw failure(name, error) }
        throw .busy("another process writes \(quote(name, limit: 200))")
      }
      // Another process may have finished it, and so given it its last name, in front of the lock.
      var opened = stat()
      var named = stat()
      if fstat(descriptor, &opened) == 0, stat(name, &named) == 0, opened.st_ino == named.st_ino,
        opened.st_dev == named.st_dev
      {
        return descriptor
      }
      close(descriptor)
    }
    throw .busy("another process writes \(quote(name, limit: 200))")
  }

  private static func open(_ name: String, _ flags: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(name, flags, 0o666)
    #elseif canImport(Musl)
      Musl.open(name, flags, 0o666)
    #else
      Darwin.open(name, flags, 0o666)
    #endif
  }

  /// The bytes of the file so far.
  var lines: LineReader { LineReader(descriptor: descriptor) }

  /// Cuts it off; what is written next stands there.
  func truncate(to length: Int) throws(SweepFailure) {
    if isDirect { return }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      throw Self.failure(partial, errno)
    }
  }

  /// Adds bytes.
  func write(_ bytes: [UInt8]) throws(SweepFailure) {
    let error = writeAll(bytes, to: descriptor)
    if error != 0 { throw Self.failure(isDirect ? path : partial, error) }
  }

  /// Gives it its name, once it is on the disk.
  func commit() throws(SweepFailure) {
    if isDirect { return }
    guard fsync(descriptor) == 0 else { throw Self.failure(partial, errno) }
    guard rename(partial, path) == 0 else { throw Self.failure(path, errno) }
  }

  private static func failure(_ name: String, _ error: Int32) -> SweepFailure {
    .output("cannot write \(quote(name, limit: 200)): \(describe(error))")
  }
}
