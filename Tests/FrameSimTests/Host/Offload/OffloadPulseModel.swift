import FrameSim

/// Triggers of an offload as brute force has them: a list of pulses, and a walk over all frames.
///
/// Shares nothing with the simulator. Frames have `frameSlots` slots, programs a number of frames.
struct OffloadPulseModel {
  var frameSlots: UInt64
  var programFrames: UInt64
  /// The slots of all pulses, in order, that come before it is disabled.
  var pulses: [UInt64]

  var started = 0
  var lost = 0
  var jitter: [UInt64] = []

  init(frameSlots: UInt64, programFrames: UInt64, pulses: [UInt64]) {
    self.frameSlots = frameSlots
    self.programFrames = programFrames
    self.pulses = pulses
  }

  /// Slots of a timer's pulses before an end: the first slot that starts at a moment or after it.
  static func timer(
    from start: UInt64, periodNanoseconds: UInt64, offsetNanoseconds: UInt64, slotRateHz: UInt64,
    before end: UInt64
  ) -> [UInt64] {
    var slots: [UInt64] = []
    for index in 0... {
      let time = offsetNanoseconds + UInt64(index) * periodNanoseconds
      // Slot n starts at n x 10^9 / rate ns: the least n with n x 10^9 at or above time x rate.
      let slot = start + (time * slotRateHz + 999_999_999) / 1_000_000_000
      if slot >= end { break }
      slots.append(slot)
    }
    return slots
  }

  /// Walks from a frame that starts in `start` on until the program of the last pulse is through.
  mutating func walk(from start: UInt64) {
    var frame = start
    var busyUntil = start
    var waiting: [UInt64] = []
    var next = 0
    while next < pulses.count || !waiting.isEmpty {
      // In front of a frame: pulses up to its first slot are waiting, those during a program are lost.
      while next < pulses.count, pulses[next] <= frame {
        if pulses[next] < busyUntil { lost += 1 } else { waiting.append(pulses[next]) }
        next += 1
      }
      if frame >= busyUntil, let first = waiting.first {
        started += 1
        jitter.append(frame - first)
        lost += waiting.count - 1
        busyUntil = frame + programFrames * frameSlots
        waiting = []
      }
      frame += frameSlots
    }
  }

  /// Whether a report says the same.
  func agrees(with report: OffloadReport) -> Bool {
    report.triggers == UInt64(pulses.count) && report.lost.running == UInt64(lost)
      && report.lost.disabled == 0 && report.programs == UInt64(started) && report.cut == 0
      && report.jitter.count == UInt64(started) && report.jitter.least == jitter.min() ?? 0
      && report.jitter.most == jitter.max() ?? 0 && report.jitter.sum == jitter.reduce(0, +)
      && report.jitter.mean == (jitter.isEmpty ? 0 : Double(jitter.reduce(0, +)) / Double(jitter.count))
  }
}
