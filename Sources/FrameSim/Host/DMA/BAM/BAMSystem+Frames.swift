internal import BRAEncoder

// What the wire takes from the Manager's port, and brings back.
extension BAMSystem {
  /// The command that waits has its frame, and so has a block.
  mutating func goes(hasCommand: Bool, _ block: BlockRequest?) {
    if hasCommand { port.commandGoes() }
    if let block { port.blockGoes(block) }
  }

  /// The frame with a command is over. Gives whose it was, where it was one of the port's.
  mutating func commandEnded(_ outcome: FrameOutcome) -> ManagerPort.Started? {
    guard let started = port.commandEnded(outcome) else { return nil }
    gotOn(started.pipe)
    if started.pipe == Self.hostPipe {
      witness.command(outcome.controlWord)
      lookForManager()
    } else {
      clients[started.pipe - Self.firstClient].commandEnded()
    }
    return started
  }

  /// A command of whoever it was has been on the wire.
  mutating func saw(_ outcome: FrameOutcome, inTransaction: Bool) {
    guard outcome.controlWord.opcode == Command.Opcode.write, outcome.response == .ok else { return }
    witness.write(outcome.controlWord, counts: inTransaction)
    for index in clients.indices { clients[index].saw(outcome.controlWord) }
  }

  /// The frame with a block is over; `fails` says that the stream ends with it.
  mutating func blockEnded(_ request: BlockRequest, isGood: Bool, fails: Bool) {
    witness.block(request, isGood: isGood)
    gotOn(Self.hostPipe)
    port.blockEnded(isRead: request.header.operation == .read, fails: fails)
    guard port.stream == nil else { return }
    if let told = host.toldAt {
      report.earlySlots = max(report.earlySlots, now.slot - told.slot)
      host.toldAt = nil
    }
    lookForManager()
  }

  /// What the engine did for the transfer, and what came of the others' transactions; `isIncomplete` says that the transfer ended
  /// before all its bytes were asked for.
  func finalReport(isIncomplete: Bool = false) -> BAMReport {
    var final = report
    if let lock = engine.lock, lock.pipe < Self.firstClient {
      final.lockHeldNanoseconds += now.nanoseconds(since: lock.since, slotRateHz)
    }
    final.transactions = witness.transactions
    final.damagedTransactions = witness.damaged(isIncomplete: isIncomplete)
    final.interleaved = witness.interleavings
    final.clients = clients.enumerated().map { index, client in
      client.report(completed: pipes[Self.firstClient + index].ring.completed)
    }
    return final
  }
}
