internal import Foundation

/// The memory of this process.
enum ProcessMemory {
  /// The most that was resident since the program started, in bytes.
  ///
  /// From `VmHWM`: `getrusage` would also count what the parent had in the moment of the fork.
  static var peakBytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return peakBytes(inStatus: status) ?? 0
  }

  /// The value of `VmHWM` in the text of `/proc/PID/status`.
  static func peakBytes(inStatus text: String) -> Int? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
    return Int(line.filter(\.isNumber)).map { $0 << 10 }
  }
}
