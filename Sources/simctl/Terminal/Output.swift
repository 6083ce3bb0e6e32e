import Foundation
import Scenario

/// Where a command's data go: stdout, or a file that appears whole or not at all.
///
/// A file is written beside its place, or that of the file which a link leads to, and moved there by `commit()`; without that
/// it leaves no trace. Whatever is no regular file is written in place, and so is a descriptor that the tool was given
/// (`/dev/stdout`). A reader of stdout who leaves early (`| head`) ends the tool with code 74 and no words.
final class Output {
  private enum Destination {
    /// Something that cannot be replaced, or stdout, which is not closed.
    case inPlace(Int32, isStandardOutput: Bool)
    /// A file to be moved to `path`.
    case beside(Int32, temporary: String, path: String)
    case closed
  }

  private let name: String
  private var destination = Destination.closed
  private var buffer: [UInt8] = []
  private static let bufferSize = 1 << 16

  /// Opens `path` for writing; nil and `-` mean stdout.
  ///
  /// Throws a `Failure` with code 74 if that is not possible.
  init(path: String?) throws {
    guard let path, path != "-" else {
      name = "standard output"
      destination = .inPlace(STDOUT_FILENO, isStandardOutput: true)
      StandardOutputReader.need()
      return
    }
    name = quote(path, limit: 200)
    do throws(SystemError) {
      destination = try Self.open(path)
    } catch {
      throw failure(error.code)
    }
  }

  deinit { discard() }

  /// Called before long work whose result goes to `path`: if that is stdout, its reader is needed from now on.
  static func expectReader(_ path: String?) {
    if path == nil || path == "-" || path.map({ try? OutputTarget($0) }) == .descriptor(STDOUT_FILENO) {
      StandardOutputReader.need()
    }
  }

  /// Adds text.
  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Adds bytes.
  func write(_ bytes: some Sequence<UInt8>) throws {
    buffer += bytes
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Adds many bytes, without a copy.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if !buffer.isEmpty { try flush() }
    try hand(on: bytes)
  }

  /// Hands on what was added, so that a reader sees it.
  func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    try buffer.withUnsafeBytes { try hand(on: $0) }
  }

  private func hand(on bytes: UnsafeRawBufferPointer) throws {
    switch destination {
    case .closed: break
    case .inPlace(let descriptor, let isStandardOutput):
      if isStandardOutput { StatusLine.clear() }
      let error = writeAll(bytes, to: descriptor)
      if error == EPIPE, isStandardOutput { throw Failure(.outputFailed, []) }
      if error != 0 { throw failure(error) }
    case .beside(let descriptor, _, _):
      let error = writeAll(bytes, to: descriptor)
      if error != 0 { throw failure(error) }
    }
  }

  /// Writes what is left and, for a file, puts it in its place.
  func commit() throws {
    try flush()
    defer { destination = .closed }
    switch destination {
    case .closed: break
    case .inPlace(_, isStandardOutput: true): StandardOutputReader.release()
    case .inPlace(let descriptor, _):
      if close(descriptor) != 0 { throw failure(errno) }
    case .beside(let descriptor, let temporary, let path):
      if close(descriptor) != 0 {
        let error = errno
        TemporaryFiles.remove(temporary)
        throw failure(error)
      }
      let error = TemporaryFiles.move(temporary, to: path)
      if error != 0 { throw failure(error) }
    }
  }

  private func discard() {
    switch destination {
    case .closed, .inPlace(_, isStandardOutput: true): break
    case .inPlace(let descriptor, _): close(descriptor)
    case .beside(let descriptor, let temporary, _):
      close(descriptor)
      TemporaryFiles.remove(temporary)
    }
    destination = .closed
  }

  private static func open(_ path: String) throws(SystemError) -> Destination {
    switch try OutputTarget(path) {
    case .descriptor(STDOUT_FILENO):
      StandardOutputReader.need()
      return .inPlace(STDOUT_FILENO, isStandardOutput: true)
    case .descriptor(let number):
      let descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3)
      if descriptor < 0 { throw SystemError(errno) }
      return .inPlace(descriptor, isStandardOutput: false)
    case .inPlace(let path):
      // What another process has open may be a regular file, of which nothing is to be lost.
      let descriptor = Foundation.open(SystemPath.system(path), O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC)
      if descriptor < 0 { throw SystemError(errno) }
      return .inPlace(descriptor, isStandardOutput: false)
    case .file(let path, let permissions):
      let (descriptor, temporary) = try openBeside(path)
      if let permissions { fchmod(descriptor, mode_t(permissions)) }
      return .beside(descriptor, temporary: temporary, path: path)
    }
  }

  private static func openBeside(_ path: String) throws(SystemError) -> (Int32, String) {
    let folder = SystemPath.folder(of: path)
    for attempt in 0..<100 {
      let temporary = folder + ".simctl-\(getpid())-\(attempt).tmp"
      do throws(SystemError) {
        return (try TemporaryFiles.open(temporary), temporary)
      } catch {
        if error.code != EEXIST { throw error }
      }
    }
    throw SystemError(EEXIST)
  }

  private func failure(_ error: Int32) -> Failure {
    Failure(.outputFailed, "cannot write \(name): \(describe(error))")
  }
}
