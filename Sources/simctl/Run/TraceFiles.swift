import FrameSim
import Scenario

/// Writes the traces that `run` was asked for: VCD, line levels, events.
///
/// Files appear whole when the run is through, or not at all.
struct TraceFiles: FrameObserver {
  static let wantsLevels = true

  private var vcd: VCDTrace?
  private var levels: (file: Output, writer: LevelsWriter)?
  private var events: Output?
  private var buffer: [UInt8] = []
  /// Why writing failed, or nil.
  private(set) var failure: (any Error)?

  private struct VCDTrace {
    var file: Output
    var writer: VCDWriter<SlotMapLabels>
    let annotates: Bool
    let frames: ClosedRange<UInt64>
  }

  /// Opens the files; throws a failure with code 74 where one cannot be written.
  init(_ request: TraceRequest, slotRateHz: Int) throws {
    if let path = request.vcd {
      guard
        let writer = VCDWriter(
          slotRateHz: UInt64(slotRateHz), annotate: request.annotates, labeller: SlotMapLabels(),
          fromFrame: request.frames.lowerBound, toFrame: request.frames.upperBound)
      else { throw Failure(.badData, "a VCD has no time for \(slotRateHz) slots per second") }
      vcd = VCDTrace(
        file: try Output(path: path), writer: writer, annotates: request.annotates, frames: request.frames)
    }
    if let path = request.levels { levels = (try Output(path: path), LevelsWriter()) }
    if let path = request.events { events = try Output(path: path) }
  }

  /// What cannot be written is not run to its end.
  var breaksOff: Bool { failure != nil }

  mutating func observe(_ frame: borrowing ObservedFrame) {
    guard failure == nil else { return }
    do {
      try write(frame)
    } catch {
      failure = error
    }
  }

  private mutating func write(_ frame: borrowing ObservedFrame) throws {
    if let writer = levels?.writer, let file = levels?.file {
      writer.write(levels: frame.levels, slots: frame.outcome.shape.slots, into: &buffer)
      try file.write(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    if let events { try events.write(FrameEvent(frame).line) }
    guard var trace = vcd, trace.frames.contains(frame.outcome.number) else { return }
    vcd = nil
    let record = FrameRecord(
      number: frame.outcome.number, startSlot: frame.outcome.startSlot, shape: frame.outcome.shape,
      levels: frame.levels, startLevel: frame.startLevel == 1, controlWord: frame.outcome.controlWord.bits)
    if trace.annotates { trace.writer.labeller.map = frame.map.slots }
    trace.writer.write(record, into: &buffer)
    try trace.file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
    vcd = trace
  }

  /// Ends the files and puts them in their places.
  mutating func finish() throws {
    if let failure { throw failure }
    if let file = levels?.file, let writer = levels?.writer {
      writer.finish(into: &buffer)
      try file.write(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    if var trace = vcd {
      trace.writer.finish(into: &buffer)
      try trace.file.write(buffer)
      vcd = trace
    }
    try vcd?.file.commit()
    try levels?.file.commit()
    try events?.commit()
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

/// Names owner and field of each slot from the frame's map.
struct SlotMapLabels: SlotLabeller {
  /// The map of the frame that is written next.
  var map: [SlotMap.Entry] = []

  func label(slot: Int, in frame: FrameRecord) -> SlotLabel {
    guard slot < map.count else { return SlotLabel(owner: "", field: "") }
    return SlotLabel(owner: map[slot].owner, field: map[slot].field)
  }
}
