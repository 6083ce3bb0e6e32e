/// Data over Column 0: one byte per frame, and its page registers.
extension TransferDriver {
  private static let pageBytes: UInt32 = 0x8000

  mutating func nextAccess() -> (plan: FramePlan, part: FramePart) {
    let address = request.address &+ UInt32(done)
    let needsPages = address >= Self.pageBytes && (done == 0 || address % Self.pageBytes == 0)
    if needsPages, pagesWritten < 2 {
      step = .page(pagesWritten)
      let isFirst = pagesWritten == 0
      let register = isFirst ? RegisterAddress.scpAddrPage1 : RegisterAddress.scpAddrPage2
      let value = UInt8(truncatingIfNeeded: address >> (isFirst ? 23 : 15))
      let command = Command.write(device: request.device, register: UInt16(register), value: value)
      return (FramePlan(command), .setup)
    }
    step = .byte
    let offset = UInt16(address % Self.pageBytes)
    let register = address >= Self.pageBytes ? 0x8000 | offset : offset
    let command: Command
    switch request.operation {
    case .read: command = .read(device: request.device, register: register)
    case .write: command = .write(device: request.device, register: register, value: request.data[done])
    }
    return (FramePlan(command), .data)
  }

  mutating func accessEnded(_ outcome: FrameOutcome, manager: inout Manager) {
    guard outcome.response == .ok else {
      fail(
        outcome.response == .ignored ? .noData : .io,
        "byte \(done) was \(outcome.response == .ignored ? "ignored" : "aborted")")
      return
    }
    if request.operation == .read { manager.incoming[done] = outcome.controlWord.data }
    done += 1
    pagesWritten = 0
    if done == request.bytes { endData() }
  }
}
