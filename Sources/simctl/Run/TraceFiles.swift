import FrameSim
import Scenario

/// Writes the traces that `run` was asked for: VCD, line levels, events.
///
/// Files appear whole when the run is through, or not at all.
struct TraceFiles: FrameObserver {
  static let wantsLevels = true

  private var vcd: TraceFile<VCDWriter>?
  private var levels: TraceFile<LevelsWriter>?
  private var events: Output?
  /// Why writing failed, or nil.
  private(set) var failure: (any Error)?

  /// Opens the files; throws a failure with code 74 where one cannot be written.
  init(_ request: TraceRequest, slotRateHz: Int) throws {
    if let path = request.vcd {
      guard
        let writer = VCDWriter(
          slotRateHz: UInt64(slotRateHz), annotate: request.annotates, fromFrame: request.frames.lowerBound,
          toFrame: request.frames.upperBound)
      else { throw Failure(.badData, "a VCD has no time for \(slotRateHz) slots per second") }
      vcd = TraceFile(file: try Output(path: path), writer: writer)
    }
    if let path = request.levels { levels = TraceFile(file: try Output(path: path), writer: LevelsWriter()) }
    if let path = request.events { events = try Output(path: path) }
  }

  /// What cannot be written is not run to its end.
  var breaksOff: Bool { failure != nil }

  mutating func observe(_ frame: borrowing ObservedFrame) {
    guard failure == nil else { return }
    do {
      try levels?.write(frame)
      try events?.write(FrameEvent(frame).line)
      try vcd?.write(frame)
    } catch {
      failure = error
    }
  }

  /// Ends the files and puts them in their places.
  mutating func finish() throws {
    if let failure { throw failure }
    try levels?.finish()
    try vcd?.finish()
    try vcd?.file.commit()
    try levels?.file.commit()
    try events?.commit()
  }
}

/// A file that a writer fills.
private struct TraceFile<Writer: TraceWriter> {
  let file: Output
  var writer: Writer

  /// So many bytes are written at once.
  private static var portion: Int { 1 << 16 }

  mutating func write(_ frame: borrowing ObservedFrame) throws {
    writer.observe(frame)
    if writer.text.count >= Self.portion { try flush() }
  }

  mutating func finish() throws {
    writer.finish()
    try flush()
  }

  private mutating func flush() throws {
    try writer.text.withUnsafeBytes { try file.write($0) }
    writer.text.removeAll()
  }
}

/// Which traces a run is to write.
struct TraceRequest: Sendable {
  var vcd: String?
  var annotates = false
  var frames: ClosedRange<UInt64> = 0...UInt64.max
  var levels: String?
  var events: String?

  var isEmpty: Bool { vcd == nil && levels == nil && events == nil }
}
