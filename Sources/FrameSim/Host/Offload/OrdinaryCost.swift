internal import BRAEncoder

/// What an offload's message costs its host without an offload: as ordinary transfers, one after the other.
public struct OrdinaryCost: Hashable, Sendable {
  /// Nanoseconds in which the host works, or waits for an interrupt.
  public private(set) var hostNanoseconds: UInt64 = 0

  /// Nothing.
  public init() {}

  /// The cost of each of a message's transfers, as the host plans them.
  init(
    _ plans: [(move: OffloadMessage.Move, plan: TransferPlan)], _ host: HostConfiguration,
    geometry: PortGeometry
  ) {
    for (move, plan) in plans {
      switch move.request.path {
      case .column0: addColumn0(move.request, host.model)
      case .bra: addBRA(plan.route?.steps ?? [], host, geometry)
      }
    }
  }

  private mutating func add(_ nanoseconds: UInt64, times count: Int = 1) {
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: UInt64(max(0, count)))
    let (sum, overflow2) = hostNanoseconds.addingReportingOverflow(overflow ? .max : product)
    hostNanoseconds = overflow2 ? .max : sum
  }

  /// Commands that go as one message.
  private mutating func add(_ commands: Int, _ feed: PIOModel.Feed) {
    add(feed.nanosecondsPerCommand, times: commands)
    let batch = max(1, feed.commandsPerBatch)
    add(feed.nanosecondsPerBatch, times: (commands + batch - 1) / batch)
  }

  private mutating func addColumn0(_ request: TransferRequest, _ model: HostModel) {
    guard case .pio(let pio) = model else { return }
    add(pio.column0.nanosecondsPerTransfer)
    for section in request.sections {
      // A message is cut at page borders only where the host waits for the page registers by themselves.
      var messages = [0]
      var offset = 0
      while offset < section.byteCount {
        let address = section.address &+ UInt32(truncatingIfNeeded: offset)
        let page = Column0Program.pageBytes
        if address >= page, offset == 0 || address % page == 0 {
          if pio.waitsForPage { messages += [2, 0] } else { messages[messages.count - 1] += 2 }
        }
        let count = min(section.byteCount - offset, Int(page - address % page))
        messages[messages.count - 1] += count
        offset += count
      }
      for commands in messages where commands > 0 { add(commands, pio.column0) }
    }
  }

  /// A stream: commands around its blocks, each step a message, and what the host's DMA takes. A descriptor engine takes the commands,
  /// and leaves the host what is in front of them.
  private mutating func addBRA(_ steps: [StreamStep], _ host: HostConfiguration, _ geometry: PortGeometry) {
    guard case .pio(let pio) = host.streamModel else { return addPauses(steps) }
    add(pio.bra.nanosecondsPerTransfer)
    if case .bam = host.dma { return }
    for case .commands(let step) in steps {
      let commands = host.setup.commands(step, geometry, bank: 0)
      if !commands.isEmpty { add(commands.count, pio.bra) }
    }
    addPauses(steps)
  }

  private mutating func addPauses(_ steps: [StreamStep]) {
    for case .pause(let nanoseconds) in steps { add(nanoseconds) }
  }
}

extension HostDMA {
  /// The host's nanoseconds for the streams of a message that is about to be enabled: once, also where nobody serves their rings.
  func nanosecondsToPrepare(_ engine: OffloadEngine) -> UInt64 {
    guard let message = engine.prepared?.message, let streams = engine.configuration?.streams else {
      return 0
    }
    let isSent = message.streamedBytes > 0
    guard isSent || message.readBytes > 0 else { return 0 }
    switch self {
    case .hda(let times):
      let bytes = isSent ? min(streams.tx.bytes, streams.data.count) : 0
      return times.nanosecondsToPrepare &+ times.nanosecondsToFormat(bytes) &+ times.nanosecondsToStart
    case .amd: return 0
    case .bam(let bam): return bam.times.perDoorbell
    }
  }

  /// The host's nanoseconds for a period of a ring that it serves: from the interrupt until the bytes are there, or room for others.
  func nanosecondsPerPeriod(of bytes: Int) -> UInt64 {
    switch self {
    case .hda(let times): times.nanosecondsToFormat(bytes) &+ times.nanosecondsToStart
    case .amd: 0
    case .bam(let bam): bam.times.toInterrupt &+ bam.times.toWorker &+ bam.times.perDoorbell
    }
  }
}
