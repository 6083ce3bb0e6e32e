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

  let configuration: BAMConfiguration
  let slotRateHz: UInt64
  var now: BAMTime
  var pipes: [BAMPipe]
  var channels: [BAMChannel]
  var clients: [BAMClientSide]
  /// What the engine is at.
  var engine = BAMEngineState()
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

  func later(_ nanoseconds: UInt64) -> BAMTime { now.adding(nanoseconds, slotRateHz) }

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
      if engine.step == nil { engine.step = begin() }
      let next = min(event, engine.step?.end ?? .never)
      guard next <= limit else {
        now = max(now, limit)
        return
      }
      now = max(now, next)
      if let step = engine.step, step.end <= now {
        engine.step = nil
        finish(step)
      }
    }
  }

  /// When something happens next by itself.
  var nextMoment: BAMTime { min(nextEvent, engine.step?.end ?? .never) }

  var nextEvent: BAMTime {
    var next = host.managerAt
    for channel in channels { next = min(next, channel.doorbellAt, channel.workerAt) }
    for client in clients { next = min(next, client.nextArrival) }
    for pipe in pipes {
      if let halted = pipe.haltedUntil { next = min(next, halted) }
    }
    return min(next, watchdogAt)
  }

  mutating func handleEvents() {
    for index in pipes.indices {
      if channels[index].doorbellAt <= now {
        channels[index].doorbellAt = .never
        gotOn(index)
        pipes[index].ring.ring()
      }
      if let halted = pipes[index].haltedUntil, halted <= now {
        pipes[index].haltedUntil = nil
        gotOn(index)
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
      gotOn(Self.hostPipe)
      endChainIfDone()
    }
    for index in [Self.hostPipe, Self.readPipe] where channels[index].workerAt <= now {
      channels[index].workerAt = .never
      work(index)
    }
    if watchdogAt <= now { bite() }
  }
}
