/// Writes clock and data of the bus as a Value Change Dump: the file of `--vcd`.
///
/// Scope `soundwire`, variables `sdw_clk` and `sdw_data` (the line level), times in nanoseconds, strictly increasing.
/// Slot edges lie where `SlotClock` says; frames start on a falling clock edge (section 1.2), data changes a quarter
/// of a slot after the edge that opens its slot. An annotated trace also says, from each opening edge on, which
/// logical bit, frame, row, column, owner and field that slot is. Frames outside of the window leave no trace.
public struct VCDWriter<Labeller: SlotLabeller> {
  /// When slots begin.
  public let clock: SlotClock
  /// Whether the trace is annotated.
  public let annotate: Bool
  /// Names owner and field of each slot.
  public var labeller: Labeller
  private let fromFrame: UInt64
  private let toFrame: UInt64
  private var progress = Progress.empty
  private var level = false
  private var bit = false
  private var row = 0
  private var label = SlotLabel(owner: "", field: "")

  private enum Progress {
    /// Nothing is written yet.
    case empty
    /// The slots in front of this one are written, but not the edge that closes the last of them.
    case open(nextSlot: UInt64)
    case finished
  }

  /// A writer for frames `fromFrame` to `toFrame`, both included and counted since slot 0.
  ///
  /// Nil for a slot rate of 0 or above `SlotClock.maximumSlotRateHz`. `labeller` is asked only where `annotate` is set.
  public init?(
    slotRateHz: UInt64, annotate: Bool, labeller: Labeller, fromFrame: UInt64 = 0, toFrame: UInt64 = .max
  ) {
    guard let clock = SlotClock(slotRateHz: slotRateHz) else { return nil }
    self.clock = clock
    self.annotate = annotate
    self.labeller = labeller
    self.fromFrame = fromFrame
    self.toFrame = toFrame
  }

  /// Appends a frame; frames come in order and without gaps.
  public mutating func write(_ frame: FrameRecord, into buffer: inout [UInt8]) {
    guard frame.number >= fromFrame, frame.number <= toFrame else { return }
    for slot in 0..<frame.shape.slots {
      openSlot(slot, of: frame, into: &buffer)
      let level = frame.level(at: slot)
      if level != self.level {
        VCDText.appendTime(clock.dataChange(frame.startSlot + UInt64(slot)), to: &buffer)
        VCDText.append(level, of: .data, to: &buffer)
        self.level = level
      }
    }
    progress = .open(nextSlot: frame.startSlot + UInt64(frame.shape.slots))
  }

  /// Ends the trace with the edge that closes the last slot; without any frame it is a header alone.
  public mutating func finish(into buffer: inout [UInt8]) {
    switch progress {
    case .empty: appendHeader(to: &buffer)
    case .open(let nextSlot):
      VCDText.appendTime(clock.edge(nextSlot), to: &buffer)
      VCDText.append(nextSlot % 2 == 1, of: .clock, to: &buffer)
    case .finished: break
    }
    progress = .finished
  }

  private func appendHeader(to buffer: inout [UInt8]) {
    let header = VCDText.header(slotRateHz: clock.slotRateHz, annotated: annotate)
    buffer.append(contentsOf: header.utf8)
  }

  /// Writes the opening edge of a slot, or all values where it is the first edge of the trace.
  private mutating func openSlot(_ slot: Int, of frame: FrameRecord, into buffer: inout [UInt8]) {
    let absolute = frame.startSlot + UInt64(slot)
    if case .empty = progress {
      progress = .open(nextSlot: absolute)
      appendHeader(to: &buffer)
      VCDText.appendTime(clock.edge(absolute), to: &buffer)
      buffer.append(contentsOf: "$dumpvars\n".utf8)
      // All frames have an even number of slots: even slots lie in the LOW half of the clock.
      VCDText.append(absolute % 2 == 1, of: .clock, to: &buffer)
      level = frame.startLevel
      VCDText.append(level, of: .data, to: &buffer)
      if annotate { annotate(slot, of: frame, all: true, into: &buffer) }
      buffer.append(contentsOf: "$end\n".utf8)
    } else {
      VCDText.appendTime(clock.edge(absolute), to: &buffer)
      VCDText.append(absolute % 2 == 1, of: .clock, to: &buffer)
      if annotate { annotate(slot, of: frame, all: false, into: &buffer) }
    }
  }

  /// Writes the annotations of a slot: `all`, or only those that change.
  private mutating func annotate(
    _ slot: Int, of frame: FrameRecord, all: Bool, into buffer: inout [UInt8]
  ) {
    let bit = frame.bit(at: slot)
    let (row, column) = slot.quotientAndRemainder(dividingBy: frame.shape.columns)
    let label = labeller.label(slot: slot, in: frame)
    if all || bit != self.bit { VCDText.append(bit, of: .bit, to: &buffer) }
    if all || slot == 0 { VCDText.append(frame.number, of: .frame, to: &buffer) }
    if all || row != self.row { VCDText.append(UInt64(row), of: .row, to: &buffer) }
    VCDText.append(UInt64(column), of: .column, to: &buffer)
    if all || label.owner != self.label.owner { VCDText.append(label.owner, of: .owner, to: &buffer) }
    if all || label.field != self.label.field { VCDText.append(label.field, of: .field, to: &buffer) }
    (self.bit, self.row, self.label) = (bit, row, label)
  }
}

extension VCDWriter where Labeller == NoLabels {
  /// A writer of plain traces, for frames `fromFrame` to `toFrame`, both included and counted since slot 0.
  ///
  /// Nil for a slot rate of 0 or above `SlotClock.maximumSlotRateHz`.
  public init?(slotRateHz: UInt64, fromFrame: UInt64 = 0, toFrame: UInt64 = .max) {
    self.init(
      slotRateHz: slotRateHz, annotate: false, labeller: NoLabels(), fromFrame: fromFrame, toFrame: toFrame)
  }
}

extension VCDWriter: Sendable where Labeller: Sendable {}
