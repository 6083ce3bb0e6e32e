import FrameSim

/// A program that writes a register in every so many frames, so many times.
struct RegisterTick: HostProgram {
  private let interval: UInt64
  private let command: Command
  private var left: Int

  /// Writes `value` to a register of device 1.
  init(every interval: UInt64, times: Int, register: UInt16, value: UInt8) {
    self.interval = interval
    left = times
    command = .write(device: 1, register: register, value: value)
  }

  mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    guard left > 0 else { return }
    let frames = (interval - view.frame % interval) % interval
    guard frames > 0 else { return frame.send(command, .data) }
    frame.wait(until: view.slot + frames * UInt64(view.shape.slots), .hostTime)
  }

  mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if outcome.response == .ok { left -= 1 }
  }

  func isThrough(_ view: HostView) -> Bool { left == 0 }
}
