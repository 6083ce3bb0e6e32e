import FrameSim
import Testing

extension Bus {
  /// Runs one frame in the slot engine and keeps what the line did; the frame engine has to do the same.
  mutating func wire(_ plan: FramePlan = FramePlan(), flips: [Int] = []) -> WireFrame {
    let startLevel = level
    let flips: LineFlips = flips.isEmpty ? .none : LineFlips(slots: flips)
    var fast = self
    var levels: [UInt64]? = []
    let outcome = runSlots(plan, flips: flips, levels: &levels)
    var fastLevels: [UInt64]? = []
    let fastOutcome = fast.run(plan, engine: .frame, flips: flips, levels: &fastLevels)
    let isSame = outcome == fastOutcome && levels == fastLevels
    #expect(isSame, "the frame engine differs in frame \(outcome.number): \(plan)")
    #expect(difference(from: fast) == nil, "the devices differ after frame \(outcome.number): \(plan)")
    return WireFrame(outcome: outcome, startLevel: startLevel, packed: levels ?? [])
  }

  /// Runs one frame with a command, with the line disturbed in rows of Column 0.
  @discardableResult
  mutating func send(_ command: Command, flipRows: [Int] = []) -> FrameOutcome {
    let columns = shape.columns
    return wire(FramePlan(command), flips: flipRows.map { $0 * columns }).outcome
  }

  /// Writes a register over Column 0.
  @discardableResult
  mutating func write(
    _ register: UInt16, _ value: UInt8, device: Int = 1, flipRows: [Int] = []
  ) -> CommandResponse {
    send(.write(device: device, register: register, value: value), flipRows: flipRows).response
  }

  /// Reads a register over Column 0; nil unless answered Command_OK.
  mutating func read(_ register: UInt16, device: Int = 1, flipRows: [Int] = []) -> UInt8? {
    let outcome = send(.read(device: device, register: register), flipRows: flipRows)
    return outcome.response == .ok ? outcome.controlWord.data : nil
  }
}
