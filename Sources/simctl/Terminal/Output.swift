import Foundation
import Scenario

/// Where a command's data go: stdout, or a file that appears whole or not at all.
///
/// A file is written beside its place and moved there by `commit()`; without that it leaves no trace. Devices and pipes
/// are written directly. A reader of stdout who leaves early (`| head`) has had enough: that is no error.
final class Output {
  private enum Destination {
    case stdout
    /// Something that cannot be replaced: a device, a pipe.
    case direct(Int32)
    /// A file to be moved to `path`.
    case beside(Int32, temporary: String, path: String)
    case closed
  }

  private let name: String
  private var destination: Destination
  private var buffer: [UInt8] = []
  private var readerLeft = false
  private static let bufferSize = 1 << 16

  /// Opens `path` for writing; nil and `-` mean stdout.
  ///
  /// Throws a `Failure` with code 74 if that is not possible.
  init(path: String?) throws {
    guard let path, path != "-" else {
      name = "standard output"
      destination = .stdout
      return
    }
    name = quote(path, limit: 200)
    destination = .closed
    destination = try open(path)
  }

  deinit { discard() }

  /// Adds text.
  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Adds bytes.
  func write(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is left and, for a file, puts it in its place.
  func commit() throws {
    try flush()
    switch destination {
    case .stdout, .closed: break
    case .direct(let descriptor):
      destination = .closed
      if close(descriptor) != 0 { throw failure(errno) }
    case .beside(let descriptor, let temporary, let path):
      destination = .closed
      if close(descriptor) != 0 || rename(temporary, path) != 0 {
        let error = errno
        unlink(temporary)
        throw failure(error)
      }
    }
  }

  private func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    switch destination {
    case .closed: break
    case .stdout:
      if readerLeft { return }
      StatusLine.clear()
      let error = writeAll(buffer, to: STDOUT_FILENO)
      if error == EPIPE { readerLeft = true } else if error != 0 { throw failure(error) }
    case .direct(let descriptor), .beside(let descriptor, _, _):
      let error = writeAll(buffer, to: descriptor)
      if error != 0 { throw failure(error) }
    }
  }

  private func discard() {
    switch destination {
    case .stdout, .closed: break
    case .direct(let descriptor): close(descriptor)
    case .beside(let descriptor, let temporary, _):
      close(descriptor)
      unlink(temporary)
    }
    destination = .closed
  }

  private func open(_ path: String) throws -> Destination {
    var information = stat()
    let exists = stat(path, &information) == 0
    if exists, information.st_mode & S_IFMT != S_IFREG {
      let descriptor = Foundation.open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw failure(errno) }
      return .direct(descriptor)
    }
    if exists, access(path, W_OK) != 0 { throw failure(errno) }
    // A link stays one; the file behind it is replaced.
    let target = exists ? resolvedPath(path) : path
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    for attempt in 0..<100 {
      let temporary = folder + ".simctl-\(getpid())-\(attempt).tmp"
      let descriptor = Foundation.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        if exists { fchmod(descriptor, information.st_mode & 0o7777) }
        return .beside(descriptor, temporary: temporary, path: target)
      }
      if errno != EEXIST { break }
    }
    throw failure(errno)
  }

  private func failure(_ error: Int32) -> Failure {
    Failure(.outputFailed, "cannot write \(name): \(describe(error))")
  }
}
