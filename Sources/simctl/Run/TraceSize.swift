import Foundation
import FrameSim
import Scenario

/// How large the traces of a run become, worked out from its frames, and whether there is room for that.
struct TraceSize {
  /// Bytes of each trace, by its path.
  private(set) var files: [(path: String, bytes: Double)] = []
  /// The path of the VCD among them, the only one that need not hold all frames.
  private var vcd: String?
  /// Beyond this nobody wants a trace by accident.
  private static let limit = Double(4 << 30)

  /// The traces that are asked for, of a run of so many frames.
  ///
  /// About right: how often the line changes depends on the data, which are taken to be random.
  init(_ request: TraceRequest, of scenario: ScenarioFile, _ work: WorkEstimate) {
    let frames = Double(work.frames)
    let slots = Double(scenario.bus.shape.slots)
    if let path = request.vcd, work.frames > 0 {
      let last = min(request.frames.upperBound, work.frames - 1)
      if request.frames.lowerBound <= last {
        let first = Double(request.frames.lowerBound)
        let seconds = (first + (Double(last) - first) * 0.6) * slots / Double(scenario.bus.slotRateHz)
        let digits = max(1, ceil(log10(max(1, seconds * 1e9))))
        let perFrame = Self.vcdBytes(scenario, work, timeLine: digits + 2, annotates: request.annotates)
        files.append((path, (Double(last) - first + 1) * perFrame))
        vcd = path
      }
    }
    if let path = request.levels { files.append((path, frames * slots + 1)) }
    if let path = request.events { files.append((path, frames * 240)) }
  }

  private static func vcdBytes(
    _ scenario: ScenarioFile, _ work: WorkEstimate, timeLine: Double, annotates: Bool
  ) -> Double {
    let slots = Double(scenario.bus.shape.slots)
    // Transitions: of the control word, and every second bit of the data.
    let changes = min(slots / 2, 16 + 4 * Double(work.bytes) / max(1, Double(work.frames)))
    var bytes = slots * (timeLine + 3) + changes * (timeLine + 3)
    if annotates {
      let rows = Double(scenario.bus.shape.rows)
      // Column, row and frame; changes of the bit; owner and field, which change in every row to and from Column 0.
      bytes += slots * 6 + rows * 6 + 10 + 2 * changes * 3 + rows * 46
    }
    return bytes
  }

  /// Says how large each becomes.
  func say(_ talk: Talk) {
    for (path, bytes) in files { talk.note("\(quote(path, limit: 200)) becomes about \(Self.text(bytes))") }
  }

  private static func text(_ bytes: Double) -> ByteCount { ByteCount(Int(min(4e18, bytes))) }

  /// Throws a failure with code 74 where a trace becomes larger than anybody wants, or than the disk has room for.
  ///
  /// What is no regular file, a device or a pipe, takes any length.
  func check() throws {
    var needed: [UInt64: (bytes: Double, free: Double)] = [:]
    for (path, bytes) in files {
      guard let disk = Disk(of: path) else { continue }
      let size = Self.text(bytes)
      let place = quote(path, limit: 200)
      if bytes > Self.limit {
        throw Failure(
          .outputFailed, "the trace \(place) becomes about \(size), more than 4 GiB",
          hint: hint(shortensVCD: path == vcd))
      }
      let sum = (needed[disk.identity]?.bytes ?? 0) + bytes
      needed[disk.identity] = (sum, disk.free)
      if sum > disk.free {
        throw Failure(
          .outputFailed,
          "the trace \(place) becomes about \(size), and the disk has \(Self.text(disk.free)) free",
          hint: hint(shortensVCD: vcd != nil))
      }
    }
  }

  private func hint(shortensVCD: Bool) -> String {
    (shortensVCD ? "--trace-from and --trace-to make a VCD shorter, " : "") + "--force writes it all the same"
  }
}

/// The disk that a file lies on, or will lie on.
private struct Disk {
  let identity: UInt64
  let free: Double

  /// Nil for what is no regular file, and where nobody knows: then writing says what is wrong.
  init?(of path: String) {
    var space = statvfs()
    switch try? path == "-" ? .descriptor(STDOUT_FILENO) : OutputTarget(path) {
    case .descriptor(let number):
      var status = stat()
      guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, fstatvfs(number, &space) == 0
      else { return nil }
    case .file(let place, _):
      guard statvfs(SystemPath.system(SystemPath.folder(of: place) + "."), &space) == 0 else { return nil }
    case .inPlace, nil: return nil
    }
    identity = UInt64(space.f_fsid)
    free = Double(space.f_bavail) * Double(space.f_frsize)
  }
}
