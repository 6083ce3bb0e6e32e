#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that grows as `PATH.partial` and becomes `PATH` when it is whole.
///
/// Where `PATH` is a link, both are in the place it leads to. The file is locked as long as it is open, so that no two processes
/// write it. Whatever happens to the process, `PATH.partial` stays and can be gone on with.
final class PartialFile: Sendable {
  /// The name it grows under.
  let partial: String
  private let path: String
  private let permissions: UInt32?
  private let descriptor: Int32

  /// Opens `PATH.partial`, and makes it where it does not exist. Throws where `PATH` could not be replaced.
  init(path: String) throws(SweepFailure) {
    let target: OutputTarget
    do throws(SystemError) {
      target = try OutputTarget(path)
    } catch {
      throw Self.failure(path, error.code)
    }
    guard case .file(let place, let permissions) = target else {
      throw .output("\(quote(path, limit: 200)) is no regular file, so it has nothing to resume")
    }
    self.path = place
    self.permissions = permissions
    partial = place + Self.suffix
    descriptor = try Self.openLocked(partial)
  }

  /// What is added to the name as long as the file grows.
  static let suffix = ".partial"

  deinit { close(descriptor) }

  private static func openLocked(_ name: String) throws(SweepFailure) -> Int32 {
    for _ in 0..<100 {
      let descriptor = Self.open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC)
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
      if fstat(descriptor, &opened) == 0, stat(SystemPath.system(name), &named) == 0,
        opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
      {
        return descriptor
      }
      close(descriptor)
    }
    throw .busy("another process writes \(quote(name, limit: 200))")
  }

  private static func open(_ name: String, _ flags: Int32) -> Int32 {
    let name = SystemPath.system(name)
    #if canImport(Glibc)
      return Glibc.open(name, flags, 0o666)
    #elseif canImport(Musl)
      return Musl.open(name, flags, 0o666)
    #else
      return Darwin.open(name, flags, 0o666)
    #endif
  }

  /// The bytes of the file so far.
  var lines: LineReader { LineReader(descriptor: descriptor) }

  /// Cuts it off; what is written next stands there.
  func truncate(to length: Int) throws(SweepFailure) {
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      throw Self.failure(partial, errno)
    }
    if let permissions { fchmod(descriptor, mode_t(permissions)) }
  }

  /// Adds bytes.
  func write(_ bytes: [UInt8]) throws(SweepFailure) {
    let error = writeAll(bytes, to: descriptor)
    if error != 0 { throw Self.failure(partial, error) }
  }

  /// Gives it its name, once it is on the disk.
  func commit() throws(SweepFailure) {
    guard fsync(descriptor) == 0 else { throw Self.failure(partial, errno) }
    guard rename(SystemPath.system(partial), SystemPath.system(path)) == 0 else {
      throw Self.failure(path, errno)
    }
  }

  private static func failure(_ name: String, _ error: Int32) -> SweepFailure {
    .output("cannot write \(quote(name, limit: 200)): \(describe(error))")
  }
}
