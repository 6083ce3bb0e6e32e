internal import BRAEncoder

// What the engine does, a step at a time.
extension BAMSystem {
  /// The step that is next; nil where no pipe can do anything.
  mutating func begin() -> BAMEngineState.Step? {
    if engine.turn.burst > 0, let step = begin(engine.turn.pipe) { return step }
    engine.turn.burst = 0
    let first = configuration.arbitration == .roundRobin ? engine.turn.pipe + 1 : 0
    for offset in pipes.indices {
      let pipe = (first + offset) % pipes.count
      guard let step = begin(pipe) else { continue }
      engine.turn.pipe = pipe
      return step
    }
    return nil
  }

  mutating func begin(_ index: Int) -> BAMEngineState.Step? {
    guard pipes[index].haltedUntil == nil, !pipes[index].isEnded else { return nil }
    guard let current = pipes[index].current else { return beginFetch(index) }
    let goesOn = engine.turn.burst > 0 && engine.turn.pipe == index
    var cost = goesOn && engine.turn.isPaid ? 0 : configuration.times.perBurst
    var kind = BAMEngineState.Step.Kind.element
    if current.descriptor.flags.contains(.cmd) {
      if let element = pipes[index].element(current),
        let register = ManagerRegister(rawValue: element.address),
        port.holds(register)
      {
        return nil
      }
      cost += configuration.times.perElement
    } else {
      let there = pipes[index].kind == .toManager ? port.room : port.incomingBytes
      let bytes = min(goesOn ? engine.turn.burst : configuration.burst, current.left, there)
      guard bytes > 0 else { return nil }
      kind = .data(bytes)
    }
    engine.turn = BAMEngineState.Turn(
      pipe: index, burst: goesOn ? engine.turn.burst : configuration.burst, isPaid: true)
    return BAMEngineState.Step(pipe: index, kind: kind, end: later(cost))
  }

  mutating func beginFetch(_ index: Int) -> BAMEngineState.Step? {
    guard let descriptor = pipes[index].ring.next else { return nil }
    // A command does not go before what is in front of it is complete.
    if descriptor.flags.contains(.cmd), !pipes[index].unfinished.isEmpty { return nil }
    if let lock = engine.lock, lock.group != pipes[index].group {
      if pipes[index].lockedOutSince == nil { pipes[index].lockedOutSince = now }
      return nil
    }
    if let since = pipes[index].lockedOutSince {
      pipes[index].lockedOutSince = nil
      gotOn(index)
      if index >= Self.firstClient {
        clients[index - Self.firstClient].waitedNanoseconds += now.nanoseconds(since: since, slotRateHz)
      }
    }
    return BAMEngineState.Step(pipe: index, kind: .fetch, end: later(configuration.times.perDescriptor))
  }

  mutating func finish(_ step: BAMEngineState.Step) {
    gotOn(step.pipe)
    switch step.kind {
    case .fetch: fetch(step.pipe)
    case .element:
      if let current = pipes[step.pipe].current, let element = pipes[step.pipe].element(current) {
        execute(element, step.pipe)
      }
      pass(BAMCommandElement.byteCount, step.pipe)
    case .data(let bytes):
      move(bytes, step.pipe)
      pass(bytes, step.pipe)
    }
  }

  mutating func fetch(_ index: Int) {
    guard let descriptor = pipes[index].ring.next else { return }
    pipes[index].ring.fetch()
    pipes[index].current = BAMPipe.Current(descriptor: descriptor)
    // Its first burst follows.
    engine.turn = BAMEngineState.Turn(pipe: index, burst: configuration.burst)
    if descriptor.flags.contains(.lock), engine.lock == nil {
      engine.lock = BAMEngineState.Lock(group: pipes[index].group, pipe: index, since: now)
    }
    guard index < Self.firstClient else { return }
    if descriptor.flags.contains(.cmd) { report.commandDescriptors += 1 } else { report.dataDescriptors += 1 }
    host.isBegun = true
  }

  /// So many bytes of the descriptor under way are through, and so is the descriptor where they were the last.
  mutating func pass(_ bytes: Int, _ index: Int) {
    engine.turn.burst = max(0, engine.turn.burst - bytes)
    guard var current = pipes[index].current else { return }
    current.place += bytes
    guard current.left <= 0 else { return pipes[index].current = current }
    pipes[index].current = nil
    engine.turn.burst = 0
    let flags = current.descriptor.flags
    if flags.contains(.unlock), let lock = engine.lock, lock.pipe == index { release(lock) }
    var need = BAMPipe.Need.nothing
    if flags.contains(.nwd) {
      need =
        flags.contains(.cmd)
        ? .client(
          commands: port.commands[index].started, streams: index == Self.hostPipe ? port.streams.started : 0)
        : .data(pipes[index].fed)
    }
    pipes[index].unfinished.append(BAMPipe.Unfinished(flags: flags, need: need))
  }

  mutating func release(_ lock: BAMEngineState.Lock) {
    if lock.pipe < Self.firstClient {
      report.lockHeldNanoseconds += now.nanoseconds(since: lock.since, slotRateHz)
    }
    engine.lock = nil
    for index in pipes.indices where pipes[index].lockedOutSince != nil { gotOn(index) }
  }

  mutating func move(_ bytes: Int, _ index: Int) {
    guard let current = pipes[index].current else { return }
    if pipes[index].kind == .fromManager { return port.give(bytes) }
    let offset = Int(current.descriptor.address &- BAMChainBuilder.dataAddress) + current.place
    pipes[index].fed += bytes
    port.take(ManagerPort.Run(offset: offset, count: bytes))
  }

  mutating func execute(_ element: BAMCommandElement, _ index: Int) {
    guard element.operation == .write, let register = ManagerRegister(rawValue: element.address) else {
      return
    }
    let before = port[register]
    let value = before & ~element.mask | element.data & element.mask
    if index >= Self.firstClient, isHostInTransaction {
      witness.interleave(
        BAMReport.Interleaving(
          client: clients[index - Self.firstClient].name, slot: now.slot, register: register, before: before,
          value: value), isStreaming: port.stream != nil)
    }
    port.write(value, to: register, pipe: index)
    if index == Self.hostPipe { lookForManager() }
  }

  /// Whether the host has begun a chain whose last command and block are not over.
  var isHostInTransaction: Bool {
    guard host.isActive, host.isBegun else { return false }
    let pipe = pipes[Self.hostPipe]
    return pipe.isBusy || channels[Self.hostPipe].hasMore || !port.isFreeOfHost
  }

  /// Descriptors are complete in their order.
  mutating func complete() {
    for index in pipes.indices {
      while let first = pipes[index].unfinished.first, isMet(first.need, index) {
        pipes[index].unfinished.removeFirst()
        pipes[index].ring.complete()
        if index >= Self.firstClient {
          pipes[index].ring.free()
          push(index)
          continue
        }
        if first.flags.contains(.eot) { host.toldAt = now }
        if !first.flags.isDisjoint(with: [.int, .eot]) { interrupt(index) }
      }
    }
  }

  func isMet(_ need: BAMPipe.Need, _ index: Int) -> Bool {
    switch need {
    case .nothing: true
    case .data(let bytes): port.drained >= bytes
    case .client(let commands, let streams):
      port.commands[index].ended >= commands && port.streams.ended >= streams
    }
  }
}
