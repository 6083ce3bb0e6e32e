/// Writes clock and data of the bus as a Value Change Dump: the file of `--vcd`.
///
/// Scope `soundwire`, variables `sdw_clk` and `sdw_data` (the line level), times in nanoseconds, strictly increasing.
/// Slot edges lie where `SlotClock` says; frames start on a falling clock edge (section 1.2), data changes a quarter
/// of a slot after the edge that opens its slot. An annotated trace also says, from each opening edge on, which
/// logical bit, frame, row, column, owner and field that slot is. Frames outside of the window leave no trace.
public struct VCDWriter: TraceWriter, Sendable {
  /// It writes levels.
  public static let wantsLevels = true
  /// When slots begin.
  public let clock: SlotClock
  /// Whether the trace is annotated.
  public let annotate: Bool
  /// What was written and not taken out yet.
  public var text = TraceText()
  private let fromFrame: UInt64
  private let toFrame: UInt64
  private var progress = Progress.empty
  private var time = VCDTime()
  private var level: UInt64 = 0
  private var notes = VCDNotes()

  private enum Progress {
    /// Nothing is written yet.
    case empty
    /// The slots in front of this one are written, but not the edge that closes the last of them.
    case open(nextSlot: UInt64)
    case finished
  }

  /// A writer for frames `fromFrame` to `toFrame`, both included and counted since slot 0.
  ///
  /// Nil for a slot rate of 0 or above `SlotClock.maximumSlotRateHz`.
  public init?(
    slotRateHz: UInt64, annotate: Bool = false, fromFrame: UInt64 = 0, toFrame: UInt64 = .max
  ) {
    guard let clock = SlotClock(slotRateHz: slotRateHz) else { return nil }
    self.clock = clock
    self.annotate = annotate
    self.fromFrame = fromFrame
    self.toFrame = toFrame
  }

  /// Appends a frame; frames come in order and without gaps.
  public mutating func observe(_ frame: borrowing ObservedFrame) {
    guard frame.number >= fromFrame, frame.number <= toFrame else { return }
    var times = SlotTimes(clock, from: frame.startSlot)
    if annotate { notes.begin(frame) }
    var first = 0
    if case .empty = progress {
      begin(frame, times)
      times.advance()
      first = 1
    }
    if annotate {
      for slot in first..<frame.shape.slots {
        appendEdge(times.edge, clock: slot & 1)
        notes.append(slot, of: frame, all: false, to: &text)
        appendChange(to: frame.level(at: slot), at: times)
        times.advance()
      }
    } else {
      appendPlain(frame, from: first, times)
    }
    progress = .open(nextSlot: frame.startSlot + UInt64(frame.shape.slots))
  }

  /// Ends the trace with the edge that closes the last slot; without any frame it is a header alone.
  public mutating func finish() {
    switch progress {
    case .empty: appendHeader()
    case .open(let nextSlot): appendEdge(clock.edge(nextSlot), clock: Int(nextSlot % 2))
    case .finished: break
    }
    progress = .finished
  }

  private mutating func appendHeader() {
    text.append(VCDText.header(slotRateHz: clock.slotRateHz, annotated: annotate))
  }

  /// Writes the header, all values at the first edge of the trace, and the first slot.
  private mutating func begin(_ frame: borrowing ObservedFrame, _ times: SlotTimes) {
    appendHeader()
    level = frame.startLevel
    // All frames have an even number of slots: even slots lie in the LOW half of the clock.
    text.append("#\(times.edge)\n$dumpvars\n0!\n\(level)\"\n")
    if annotate { notes.append(0, of: frame, all: true, to: &text) }
    text.append("$end\n")
    appendChange(to: frame.level(at: 0), at: times)
  }

  /// Writes an edge.
  private mutating func appendEdge(_ edge: UInt64, clock: Int) {
    text.append(atMost: Self.lineRoom) { time.write(edge, UInt64(clock), of: .clock, at: $0) }
  }

  /// Writes a level, if it is another one.
  private mutating func appendChange(to level: UInt64, at times: SlotTimes) {
    guard level != self.level else { return }
    self.level = level
    text.append(atMost: Self.lineRoom) { time.write(times.dataChange, level, of: .data, at: $0) }
  }

  /// Writes the slots of a frame from `first` on, as `appendEdge` and `appendChange` would.
  private mutating func appendPlain(_ frame: borrowing ObservedFrame, from first: Int, _ times: SlotTimes) {
    let slots = frame.shape.slots
    var (time, times, level) = (time, times, level)
    frame.levels.withUnsafeBufferPointer { levels in
      text.append(atMost: 2 * Self.lineRoom * slots) { place in
        var place = place
        var word: UInt64 = 0
        for slot in first..<slots {
          if slot == first || slot & 63 == 0 { word = levels[slot >> 6] << UInt64(slot & 63) }
          let next = word >> 63
          word <<= 1
          place = time.write(times.edge, UInt64(slot & 1), of: .clock, at: place)
          // A change is written always, and kept where it is one: half of all slots have one, and no processor guesses which.
          let end = time.write(times.dataChange, next, of: .data, at: place)
          place += (end - place) & (0 &- Int(truncatingIfNeeded: next ^ level))
          level = next
          times.advance()
        }
        return place
      }
    }
    (self.time, self.level) = (time, level)
  }

  private static var lineRoom: Int { VCDTime.room + VCDText.valueRoom }
}
