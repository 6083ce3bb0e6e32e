// What the drivers of an engine's pipes do: they write descriptors, free them, and learn that they are complete.
extension BAMSystem {
  /// Writes descriptors into the ring of a pipe, and rings the doorbell.
  mutating func push(_ index: Int) {
    let isHost = index < Self.firstClient
    let count = channels[index].push(&pipes[index].ring, marks: isHost)
    if count > 0 {
      channels[index].doorbellAt = isHost ? later(configuration.times.perDoorbell) : now
      if isHost { report.doorbells += 1 }
    }
    let waited = channels[index].noteRoom(now, slotRateHz)
    if isHost { report.ringFullNanoseconds += waited }
  }

  /// Issues a chain of the host. Those before are over.
  mutating func issue(_ chain: BAMChain) {
    witness.begin(chain)
    host = BAMHostSide(chain, streamsBefore: port.streams.started)
    host.isActive = true
    pipes[Self.hostPipe].elements = chain.elements.bytes
    gotOn(Self.hostPipe)
    if let first = chain.extents.first, first.isRead { port.readOffset = first.offset }
    for (index, descriptors) in [chain.descriptors, chain.readDescriptors].enumerated() {
      host.ends[index] = pipes[index].ring.written + channels[index].left + descriptors.count
      guard !descriptors.isEmpty else { continue }
      channels[index].append(descriptors)
      push(index)
    }
  }

  /// The worker of one of the host's pipes: frees what is complete, writes more, and unlocks where there is no more.
  mutating func work(_ index: Int) {
    gotOn(Self.hostPipe)
    pipes[index].ring.free()
    push(index)
    if index == Self.hostPipe, let dummy = host.unlock, !channels[index].hasMore {
      host.unlock = nil
      if (try? locking.unlock()) != nil {
        channels[index].append([dummy])
        push(index)
      }
    }
    endChainIfDone()
  }

  mutating func endChainIfDone() {
    guard host.isActive, pipes[Self.hostPipe].ring.freed >= host.ends[0],
      pipes[Self.readPipe].ring.freed >= host.ends[1] || port.stop != .nothing,
      !host.needsManager || host.isManagerDone
    else { return }
    endChain()
  }

  mutating func endChain() {
    channels[Self.readPipe].workerAt = .never
    if port.stop != .nothing || host.failure != nil { resetRead() }
    host.isActive = false
  }

  /// What a read has not brought does not come any more.
  mutating func resetRead() {
    pipes[Self.readPipe].reset()
    channels[Self.readPipe].reset()
    port.give(port.incomingBytes)
  }

  /// The host takes back all that the engine has not done, and the engine forgets it.
  mutating func terminate(_ failure: TransferError) {
    pipes[Self.hostPipe].reset()
    channels[Self.hostPipe].reset()
    if let step = engine.step, step.pipe < Self.firstClient { engine.step = nil }
    port.reset()
    host.failure = failure
    host.managerAt = .never
    endChain()
  }

  /// A transfer of the host begins.
  mutating func beginTransfer(_ witness: BAMWitness) {
    let before = self.witness
    self.witness = witness
    self.witness.takePages(of: before)
    report = BAMReport()
    // What was held before counts to those before.
    if let lock = engine.lock, lock.pipe < Self.firstClient { engine.lock?.since = now }
    port.reset()
  }

  /// Halts the host's pipe from now on.
  mutating func pause(nanoseconds: UInt64) { pipes[Self.hostPipe].haltedUntil = later(nanoseconds) }

  mutating func interrupt(_ index: Int) {
    guard channels[index].workerAt == .never else { return }
    report.interrupts += 1
    channels[index].workerAt = afterInterrupt
  }

  var afterInterrupt: BAMTime {
    later(configuration.times.toInterrupt).adding(configuration.times.toWorker, slotRateHz)
  }

  /// All streams of the chain are over: the Manager interrupts, where the host waits for that.
  mutating func lookForManager() {
    guard host.needsManager, !host.isManagerDone, host.managerAt == .never,
      port.streams.started == host.streamsAtEnd, port.streams.ended == port.streams.started
    else { return }
    report.interrupts += 1
    host.managerAt = afterInterrupt
  }
}
