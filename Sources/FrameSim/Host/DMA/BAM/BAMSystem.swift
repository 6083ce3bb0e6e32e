internal import BRAEncoder

/// The engine with its pipes, their drivers, and the Manager's port: everything between the calls of a host and the wire.
///
/// Time passes in it exactly, step by step; frames are looked at where a program asks. One step is under way at a time: a descriptor
/// is fetched, or part of a burst is moved, and its effect comes when its time is over.
struct BAMSystem: Sendable {
  /// The host's pipe for commands and writes, and the one for what reads bring.
  static let hostPipe = 0
  static let readPipe = 1
  /// The pipe of the first other client.
  static let firstClient = 2

  /// What the engine does at a time.
  private struct Step: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case fetch
      case data(Int)
      case element
    }
    var pipe: Int
    var kind: Kind
    var end: BAMTime
  }

  /// Whose turn it is.
  private struct Turn: Hashable, Sendable {
    var pipe = 0
    /// Bytes that are left of its burst.
    var burst = 0
    /// Whether the burst's time is over.
    var isPaid = false
  }

  /// Who holds the lock.
  private struct Lock: Hashable, Sendable {
    var group: Int
    var pipe: Int
    var since: BAMTime
  }

  let configuration: BAMConfiguration
  let slotRateHz: UInt64
  var now: BAMTime
  var pipes: [BAMPipe]
  private var channels: [BAMChannel]
  var clients: [BAMClientSide]
  private var lock: Lock?
  private var step: Step?
  /// Whose turn it is, and what is left of its burst.
  private var turn = Turn()
  var port: ManagerPort
  var witness = BAMWitness()
  var report = BAMReport()
  /// The driver's view of the lock.
  var locking = BAMLocking()
  /// The chain that the host has issued.
  var host = BAMHostSide()
  /// Whether the bus holds a bank switch back: nobody is to blame, then.
  var isHeld = false {
    didSet { if oldValue, !isHeld { everybodyGotOn() } }
  }

  /// A system that nothing has been asked of, in front of a slot.
  init(_ configuration: BAMConfiguration, slotRateHz: UInt64, at slot: UInt64) {
    self.configuration = configuration
    self.slotRateHz = slotRateHz
    now = BAMTime(slot: slot)
    let slots = configuration.ring
    pipes = [
      BAMPipe(
        .toManager, group: configuration.group, slots: slots,
        elementsAddress: BAMChainBuilder.elementsAddress),
      BAMPipe(.fromManager, group: configuration.group, slots: slots, elementsAddress: 0),
    ]
    clients = []
    for (index, client) in configuration.clients.enumerated() {
      let address =
        BAMChainBuilder.clientElementsAddress &+ UInt32(index) &* BAMChainBuilder.clientElementsBytes
      let side = BAMClientSide(
        client, scratchpad: configuration.scratchpad, elementsAt: address, slotRateHz)
      var pipe = BAMPipe(.toManager, group: client.group, slots: slots, elementsAddress: address)
      pipe.elements = side.elements
      pipes.append(pipe)
      clients.append(side)
    }
    channels = Array(repeating: BAMChannel(), count: pipes.count)
    port = ManagerPort(pipes: pipes.count, capacity: configuration.fifo)
  }

  private func later(_ nanoseconds: UInt64) -> BAMTime { now.adding(nanoseconds, slotRateHz) }

  // MARK: Time

  /// Does all that happens up to a moment, that moment included.
  mutating func run(to limit: BAMTime) {
    while true {
      complete()
      let event = nextEvent
      if event <= now {
        handleEvents()
        continue
      }
      if step == nil { step = begin() }
      let next = min(event, step?.end ?? .never)
      guard next <= limit else {
        now = max(now, limit)
        return
      }
      now = max(now, next)
      if let step, step.end <= now {
        self.step = nil
        finish(step)
      }
    }
  }

  /// When something happens next by itself.
  var nextMoment: BAMTime { min(nextEvent, step?.end ?? .never) }

  private var nextEvent: BAMTime {
    var next = host.managerAt
    for channel in channels { next = min(next, channel.doorbellAt, channel.workerAt) }
    for client in clients { next = min(next, client.nextArrival) }
    for pipe in pipes {
      if let halted = pipe.haltedUntil { next = min(next, halted) }
    }
    return min(next, watchdogAt)
  }

  private mutating func handleEvents() {
    for index in pipes.indices {
      if channels[index].doorbellAt <= now {
        channels[index].doorbellAt = .never
        if !pipes[index].isBusy { pipes[index].progress = now }
        pipes[index].ring.ring()
      }
      if let halted = pipes[index].haltedUntil, halted <= now {
        pipes[index].haltedUntil = nil
        pipes[index].progress = now
      }
    }
    for index in clients.indices where clients[index].nextArrival <= now {
      let descriptors = clients[index].arrive()
      channels[Self.firstClient + index].append(descriptors)
      push(Self.firstClient + index)
    }
    if host.managerAt <= now {
      host.managerAt = .never
      host.isManagerDone = true
      endChainIfDone()
    }
    for index in [Self.hostPipe, Self.readPipe] where channels[index].workerAt <= now {
      channels[index].workerAt = .never
      work(index)
    }
    if watchdogAt <= now { bite() }
  }

  // MARK: Drivers

  /// Writes descriptors into the ring of a pipe, and rings the doorbell.
  private mutating func push(_ index: Int) {
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
    pipes[Self.hostPipe].elements = chain.elements
    pipes[Self.hostPipe].progress = now
    if let first = chain.extents.first, first.isRead { port.readOffset = first.offset }
    for (index, descriptors) in [chain.descriptors, chain.readDescriptors].enumerated() {
      host.ends[index] = pipes[index].ring.written + channels[index].left + descriptors.count
      guard !descriptors.isEmpty else { continue }
      channels[index].append(descriptors)
      push(index)
    }
  }

  /// The worker of one of the host's pipes: frees what is complete, writes more, and unlocks where there is no more.
  private mutating func work(_ index: Int) {
    pipes[index].ring.free()
    push(index)
    if index == Self.hostPipe, host.unlocksByWorker, !channels[index].hasMore {
      host.unlocksByWorker = false
      if let dummy = host.unlock, (try? locking.unlock()) != nil {
        channels[index].append([dummy])
        push(index)
      }
    }
    endChainIfDone()
  }

  private mutating func endChainIfDone() {
    guard host.isActive, pipes[Self.hostPipe].ring.freed >= host.ends[0],
      pipes[Self.readPipe].ring.freed >= host.ends[1] || port.stop != .nothing,
      !host.needsManager || host.isManagerDone
    else { return }
    endChain()
  }

  private mutating func endChain() {
    witness.end()
    channels[Self.readPipe].workerAt = .never
    if port.stop != .nothing || host.failure != nil { resetRead() }
    host.isActive = false
  }

  /// What a read has not brought does not come any more.
  private mutating func resetRead() {
    pipes[Self.readPipe].reset()
    channels[Self.readPipe].reset()
    port.give(port.incomingBytes)
  }

  /// The host takes back all that the engine has not done, and the engine forgets it.
  mutating func terminate(_ failure: TransferError) {
    pipes[Self.hostPipe].reset()
    channels[Self.hostPipe].reset()
    if let step, step.pipe < Self.firstClient { self.step = nil }
    port.reset()
    host.failure = failure
    host.managerAt = .never
    endChain()
  }

  /// A transfer of the host begins.
  mutating func beginTransfer(_ witness: BAMWitness) {
    self.witness = witness
    report = BAMReport()
    port.reset()
  }

  /// Halts the host's pipe from now on.
  mutating func pause(nanoseconds: UInt64) { pipes[Self.hostPipe].haltedUntil = later(nanoseconds) }
}

// MARK: - The engine

extension BAMSystem {
  /// The step that is next; nil where no pipe can do anything.
  private mutating func begin() -> Step? {
    if turn.burst > 0, let step = begin(turn.pipe) { return step }
    turn.burst = 0
    let first = configuration.arbitration == .roundRobin ? turn.pipe + 1 : 0
    for offset in pipes.indices {
      let pipe = (first + offset) % pipes.count
      guard let step = begin(pipe) else { continue }
      turn.pipe = pipe
      return step
    }
    return nil
  }

  private mutating func begin(_ index: Int) -> Step? {
    guard pipes[index].haltedUntil == nil, !pipes[index].isEnded else { return nil }
    guard let current = pipes[index].current else { return beginFetch(index) }
    let goesOn = turn.burst > 0 && turn.pipe == index
    var cost = goesOn && turn.isPaid ? 0 : configuration.times.perBurst
    var kind = Step.Kind.element
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
      let bytes = min(goesOn ? turn.burst : configuration.burst, current.left, there)
      guard bytes > 0 else { return nil }
      kind = .data(bytes)
    }
    turn = Turn(pipe: index, burst: goesOn ? turn.burst : configuration.burst, isPaid: true)
    return Step(pipe: index, kind: kind, end: later(cost))
  }

  private mutating func beginFetch(_ index: Int) -> Step? {
    guard let descriptor = pipes[index].ring.next else { return nil }
    // A command does not go before what is in front of it is complete.
    if descriptor.flags.contains(.cmd), !pipes[index].unfinished.isEmpty { return nil }
    if let lock, lock.group != pipes[index].group {
      if pipes[index].lockedOutSince == nil { pipes[index].lockedOutSince = now }
      return nil
    }
    if let since = pipes[index].lockedOutSince {
      pipes[index].lockedOutSince = nil
      pipes[index].progress = now
      if index >= Self.firstClient {
        clients[index - Self.firstClient].waitedNanoseconds += now.nanoseconds(since: since, slotRateHz)
      }
    }
    return Step(pipe: index, kind: .fetch, end: later(configuration.times.perDescriptor))
  }

  private mutating func finish(_ step: Step) {
    pipes[step.pipe].progress = now
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

  private mutating func fetch(_ index: Int) {
    guard let descriptor = pipes[index].ring.next else { return }
    pipes[index].ring.fetch()
    pipes[index].current = BAMPipe.Current(descriptor: descriptor)
    // Its first burst follows.
    turn = Turn(pipe: index, burst: configuration.burst)
    if descriptor.flags.contains(.lock), lock == nil {
      lock = Lock(group: pipes[index].group, pipe: index, since: now)
    }
    guard index < Self.firstClient else { return }
    if descriptor.flags.contains(.cmd) { report.commandDescriptors += 1 } else { report.dataDescriptors += 1 }
    host.isBegun = true
  }

  /// So many bytes of the descriptor under way are through, and so is the descriptor where they were the last.
  private mutating func pass(_ bytes: Int, _ index: Int) {
    turn.burst = max(0, turn.burst - bytes)
    guard var current = pipes[index].current else { return }
    current.place += bytes
    guard current.left <= 0 else { return pipes[index].current = current }
    pipes[index].current = nil
    turn.burst = 0
    let flags = current.descriptor.flags
    if flags.contains(.unlock), let lock, lock.group == pipes[index].group { release(lock) }
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

  private mutating func release(_ lock: Lock) {
    if lock.pipe < Self.firstClient {
      report.lockHeldNanoseconds += now.nanoseconds(since: lock.since, slotRateHz)
    }
    self.lock = nil
    for index in pipes.indices where pipes[index].lockedOutSince != nil { pipes[index].progress = now }
  }

  private mutating func move(_ bytes: Int, _ index: Int) {
    guard let current = pipes[index].current else { return }
    if pipes[index].kind == .fromManager { return port.give(bytes) }
    let offset = Int(current.descriptor.address &- BAMChainBuilder.dataAddress) + current.place
    pipes[index].fed += bytes
    port.take(ManagerPort.Run(offset: offset, count: bytes))
  }

  private mutating func execute(_ element: BAMCommandElement, _ index: Int) {
    guard element.operation == .write, let register = ManagerRegister(rawValue: element.address) else {
      return
    }
    let before = port[register]
    let value = before & ~element.mask | element.data & element.mask
    if index >= Self.firstClient, isHostInTransaction {
      witness.interleave(
        BAMReport.Interleaving(
          client: clients[index - Self.firstClient].name, slot: now.slot, register: register, before: before,
          value: value))
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
  private mutating func complete() {
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

  private func isMet(_ need: BAMPipe.Need, _ index: Int) -> Bool {
    switch need {
    case .nothing: true
    case .data(let bytes): port.drained >= bytes
    case .client(let commands, let streams):
      port.commands[index].ended >= commands && port.streams.ended >= streams
    }
  }

  private mutating func interrupt(_ index: Int) {
    guard channels[index].workerAt == .never else { return }
    report.interrupts += 1
    channels[index].workerAt = afterInterrupt
  }

  private var afterInterrupt: BAMTime {
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

// MARK: - The watchdog

extension BAMSystem {
  private mutating func everybodyGotOn() {
    for index in pipes.indices { pipes[index].progress = now }
  }

  /// When the watchdog bites, if nothing gets on before.
  private var watchdogAt: BAMTime {
    guard !isHeld else { return .never }
    var first = BAMTime.never
    for index in pipes.indices where isWatched(index) { first = min(first, watchdogAt(index)) }
    return first
  }

  /// The same for a pipe. Who waits for a lock waits as long as its holder gets on.
  private func watchdogAt(_ index: Int) -> BAMTime {
    var progress = pipes[index].progress
    if pipes[index].lockedOutSince != nil, let lock { progress = max(progress, pipes[lock.pipe].progress) }
    return progress.adding(configuration.watchdogNanoseconds, slotRateHz)
  }

  private func isWatched(_ index: Int) -> Bool {
    switch index {
    case Self.hostPipe: host.isActive
    case Self.readPipe: false
    default: pipes[index].isBusy && !pipes[index].isEnded
    }
  }

  /// Something of the host has been on the wire.
  mutating func hostGotOn() { pipes[Self.hostPipe].progress = now }

  private mutating func bite() {
    for index in pipes.indices where isWatched(index) && watchdogAt(index) <= now {
      let isDeadlock = pipes[index].lockedOutSince != nil
      if isDeadlock { report.deadlocks += 1 }
      if index == Self.hostPipe {
        host.isDeadlocked = isDeadlock
        terminate(
          TransferError(
            errno: .timedOut,
            message: isDeadlock
              ? "deadlock: the pipe waits for a lock that does not come back"
              : "the descriptor engine got no further"))
        continue
      }
      pipes[index].reset()
      pipes[index].isEnded = true
      channels[index].reset()
      if let step, step.pipe == index { self.step = nil }
      clients[index - Self.firstClient].leave()
      clients[index - Self.firstClient].isDeadlocked = isDeadlock
    }
  }
}
