/// Steps one after the other; what opens or closes in one go is one step.
struct StepList {
  private(set) var steps: [StreamStep] = []

  mutating func add(_ commands: StreamCommands) {
    switch (steps.last, commands) {
    case (.commands(.prepare), .enable): steps[steps.count - 1] = .commands(.open)
    case (.commands(.disable), .deprepare): steps[steps.count - 1] = .commands(.close)
    default: steps.append(.commands(commands))
    }
  }

  mutating func blocks() { steps.append(.blocks) }

  mutating func column0() { steps.append(.column0) }

  mutating func pause(_ nanoseconds: UInt64) {
    guard nanoseconds > 0 else { return }
    if case .pause(let before) = steps.last {
      steps[steps.count - 1] = .pause(nanoseconds: TransferRoute.sumOfTimes(before, nanoseconds))
    } else {
      steps.append(.pause(nanoseconds: nanoseconds))
    }
  }
}
