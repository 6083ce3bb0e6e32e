internal import Foundation

/// Writing of results: a file appears whole or not at all.
enum ResultFile {
  /// Writes text to a file; devices and pipes are written directly, and `-` is stdout.
  static func write(_ text: String, to path: String) throws(Failure) {
    let data = Data(text.utf8)
    do {
      if path == "-" {
        try FileHandle.standardOutput.write(contentsOf: data)
      } else if isSpecial(path) {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.write(contentsOf: data)
        try handle.close()
      } else {
        try data.write(to: URL(filePath: path), options: .atomic)
      }
    } catch {
      throw .output("cannot write \(path): \(error.localizedDescription)")
    }
  }

  /// Throws where a file cannot be written: before a long measurement rather than after it.
  static func probe(_ path: String) throws(Failure) {
    if path == "-" || isSpecial(path) { return }
    var isFolder: ObjCBool = false
    let manager = FileManager.default
    if manager.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue { throw .output("cannot write \(path): it is a folder") }
      if manager.isWritableFile(atPath: path) { return }
    } else {
      let folder = URL(filePath: path).deletingLastPathComponent().path()
      if manager.isWritableFile(atPath: folder) { return }
    }
    throw .output("cannot write \(path)")
  }

  private static func isSpecial(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let type = attributes?[.type] as? FileAttributeType else { return false }
    return type != .typeRegular && type != .typeDirectory && type != .typeSymbolicLink
  }
}
