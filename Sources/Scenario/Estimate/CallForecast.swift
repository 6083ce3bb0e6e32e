internal import FrameSim

/// How many frames calls to an offload take, about: what its program takes is that of its blocks and commands, and none is stuck.
struct CallForecast {
  /// What a call takes.
  struct Frames {
    var clocked: UInt64 = 0
    var paused: UInt64 = 0
  }

  private let scenario: ScenarioFile
  private let setupFrames: UInt64
  private var trigger: OffloadTrigger?
  /// Frames of a program.
  private var program: UInt64 = 1

  /// In front of the first call.
  init(_ scenario: ScenarioFile) {
    self.scenario = scenario
    setupFrames = scenario.host.setup.commandCount
  }

  /// What the next call takes.
  mutating func next(_ call: ScenarioCall) -> Frames {
    guard case .plain(let call) = call else {
      program = frames(of: call)
      return Frames()
    }
    let slots = UInt64(scenario.bus.shape.slots)
    func paused(_ nanoseconds: UInt64) -> Frames {
      Frames(paused: scenario.bus.timeline.wholeSlots(nanoseconds: nanoseconds) / slots)
    }
    switch call {
    case .get, .put, .optimize, .unoptimize, .run: return Frames()
    case .triggerGet(let name):
      trigger = scenario.host.offload?.triggers.first { $0.name == name } ?? trigger
      return Frames()
    case .enable(_, let between), .disable(_, let between):
      var frames = paused(between)
      frames.clocked = setupFrames
      return frames
    case .trigger(let count, let every):
      let interval = max(every.map { UInt64($0) } ?? 0, program)
      return Frames(clocked: UInt64(count) * program, paused: UInt64(count) * (interval - program))
    case .wait(.triggers(let count)):
      let interval = max(1, self.interval)
      let runs = min(UInt64(count), UInt64(count) &* interval / program + 1)
      let all = UInt64(count) &* interval
      let clocked = min(all, runs &* program)
      return Frames(clocked: clocked, paused: all - clocked)
    case .wait(.frames(let count)):
      return Frames(
        clocked: UInt64(count) / max(1, interval) &* min(program, interval), paused: UInt64(count))
    case .wait(.nanoseconds(let time)):
      let all = paused(time).paused
      return Frames(clocked: min(all, all / max(1, interval) &* program), paused: all)
    }
  }

  /// Frames from one trigger to the next, about.
  private var interval: UInt64 {
    switch trigger?.source {
    case .periodic(let hertz, _):
      scenario.bus.timeline.wholeSlots(nanoseconds: OffloadTrigger.periodNanoseconds(hertz: hertz))
        / UInt64(scenario.bus.shape.slots)
    case .dataReady(let frames, _): UInt64(frames)
    case .alert, .command, nil: 1
    }
  }

  private func frames(of call: ScenarioCall) -> UInt64 {
    guard case .optimize(let items) = call else { return 1 }
    let capacity = BlockCapacity(
      geometry: scenario.host.geometry(for: scenario.bus.shape), shape: scenario.bus.shape)
    let sum = items.reduce(scenario.host.offload?.port == .perTrigger ? setupFrames : 0) { sum, item in
      switch item {
      case .sleep(let frames): return sum + UInt64(frames)
      case .move(let move):
        let perFrame = move.path == .bra ? max(1, Int(capacity.mean(DP0Limits()))) : 1
        return sum + UInt64(min(move.content.bytes, DataSource.loadLimit) / perFrame + 1)
      }
    }
    return max(1, sum)
  }
}

extension TransferSetup {
  /// How many commands open and close a stream together.
  fileprivate var commandCount: UInt64 {
    switch self {
    case .linux: 39
    case .commands(let count): UInt64(max(0, count))
    case .alwaysOpen: 0
    }
  }
}
