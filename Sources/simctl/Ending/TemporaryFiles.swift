import Foundation
import Scenario
import Synchronization

/// The files that are to be moved to their places: whatever ends the tool, none is left.
enum TemporaryFiles {
  private static let paths = Mutex<Set<[CChar]>>([])

  /// Makes a file that does not exist yet, open for writing; throws the system's error.
  static func open(_ path: String) throws(SystemError) -> Int32 {
    let path = SystemPath.system(path)
    return try paths.withLock { paths throws(SystemError) in
      let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0 { throw SystemError(errno) }
      paths.insert(path)
      return descriptor
    }
  }

  /// Moves a file to its place, and returns 0; or removes it, and returns the `errno`.
  static func move(_ path: String, to target: String) -> Int32 {
    let path = SystemPath.system(path)
    return paths.withLock { paths in
      paths.remove(path)
      if rename(path, SystemPath.system(target)) == 0 { return 0 }
      let error = errno
      unlink(path)
      return error
    }
  }

  /// Removes a file.
  static func remove(_ path: String) {
    let path = SystemPath.system(path)
    paths.withLock { paths in
      paths.remove(path)
      unlink(path)
    }
  }

  /// Removes all files, and ends the tool before there can be another.
  static func removeAll(andEnd end: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths { unlink(path) }
      end()
    }
  }
}
