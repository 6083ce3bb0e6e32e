internal import BRAEncoder

/// The driver of a transfer: which chains of descriptors it issues, and what it makes of their ends.
struct BAMDriver: Sendable {
  /// Where the next chain begins.
  struct Place: Hashable, Sendable {
    /// The step of the stream.
    var step = 0
    /// The leg whose blocks come next, from 0.
    var leg = 0
    /// The section of that leg, and the byte of it.
    var section = 0
    var byte = 0
  }

  /// How often what failed was sent again, and what that is.
  private struct Repeats: Hashable, Sendable {
    /// Where in the buffer the block begins that failed.
    var offset = -1
    var bytes = 0
    var bad = 0
    var notReady = 0
    /// What lies in front of this place of the buffer was sent before.
    var below = 0
  }

  /// Bytes so far.
  private struct Counts: Hashable, Sendable {
    /// Data bytes of all blocks that were sent.
    var sent = 0
    /// Those of blocks that went through.
    var done = 0
    /// Runs of lost bytes.
    var lost = 0
  }

  private let stream: BRAStream
  private let configuration: BAMConfiguration
  private let retry: RetryPolicy?
  private let bulk: TransferRequest
  private let legs: FeedLegs
  private var place = Place()
  private var latest = BAMChain()
  private var counts = Counts()
  /// The same when the leg at hand began.
  private var legStart = Counts()
  private var repeats = Repeats()
  private var startedLeg = -1
  private(set) var sectionFrames = SectionFrames()
  /// The data bytes of blocks that failed, and after which it went on.
  private(set) var lost: [Range<Int>] = []
  private(set) var error: TransferError?
  private var isFailedByBlock = false
  private var isOpen = false
  /// Whether the stream is open when the chain under way is over.
  private var isOpenAfter = false
  /// Nothing but closing is left.
  private var isClosing = false
  private(set) var isAtEnd = false
  /// Whether it took the lock in this transfer.
  private var hasLocked = false
  /// Whether it appends without a lock of its own.
  private var appends = false
  private var hasStruck = false
  private var hasGoneAnotherWay = false

  /// The driver of a route; nil for one that has nothing to do.
  init(
    _ stream: BRAStream, _ route: TransferRoute?, _ host: HostConfiguration, _ configuration: BAMConfiguration
  ) {
    self.stream = stream
    self.configuration = configuration
    retry = host.retry
    bulk =
      route?.bulk
      ?? TransferRequest(name: "", path: .bra, operation: .write, device: stream.device, sections: [])
    legs = route?.legs ?? FeedLegs(bulk.sections, [bulk.sections.indices])
  }

  /// Sees what becomes of it on the wire.
  var witness: BAMWitness {
    BAMWitness(
      payload: bulk.data,
      places: bulk.operation == .write ? bulk.sections.indices.map { extent($0, from: 0) } : [])
  }

  /// Data bytes of blocks that went through.
  var done: Int { counts.done }

  /// Whether it failed in front of blocks that it has not asked for.
  var isIncomplete: Bool {
    guard error != nil, !hasGoneAnotherWay else { return false }
    return stream.steps[min(place.step, stream.steps.count)...].contains(.blocks)
  }

  // MARK: Chains

  /// The next chain; nil where there is none, or it cannot be locked.
  mutating func next(bank: Int, _ shape: FrameShape, _ locking: inout BAMLocking) -> BAMChain? {
    var builder = BAMChainBuilder(configuration, bank: bank)
    let locks = configuration.isLocking && !appends && !(hasLocked && locking.isLocked)
    if locks { builder.dummy(.lock) }
    add(to: &builder, shape)
    builder.finish()
    guard !builder.chain.isEmpty(besidesLock: locks) else {
      isAtEnd = true
      return nil
    }
    if locks, !lock(&builder, &locking) { return nil }
    latest = builder.chain
    if latest.opens { isOpen = true }
    return latest
  }

  /// LOCK stands in front; UNLOCK comes after it, or later. False where the pipe is locked already.
  private mutating func lock(_ builder: inout BAMChainBuilder, _ locking: inout BAMLocking) -> Bool {
    do throws(TransferError) {
      try locking.lock()
      hasLocked = true
      guard !configuration.forgetsUnlock else { return true }
      if configuration.lock == .v12 {
        builder.unlockByWorker()
      } else {
        builder.dummy(.unlock)
        try locking.unlock()
      }
    } catch {
      fails(error)
      isAtEnd = true
      return false
    }
    return true
  }

  private mutating func add(to builder: inout BAMChainBuilder, _ shape: FrameShape) {
    if isClosing {
      add(isOpen ? .close : .deprepare, to: &builder, shape)
      isAtEnd = true
      return
    }
    // Each call of the interface that sends is a chain of its own.
    var isSent = false
    while place.step < stream.steps.count {
      switch stream.steps[place.step] {
      case .commands(let commands):
        if !commands.opens, builder.chain.streams > 0, closesApart { return }
        if commands.opens, isSent { return }
        add(commands, to: &builder, shape)
        if !commands.opens, builder.chain.streams > 0 { isSent = true }
      case .blocks:
        if isSent { return }
        if !addBlocks(to: &builder) { return }
      case .refuse(let refusal):
        guard builder.chain.commands.isEmpty else { return }
        fails(refusal)
      case .pause, .column0: break
      }
      place.step += 1
    }
    isAtEnd = true
  }

  /// Whether what closes the stream has to wait until the driver has looked at the blocks.
  private var closesApart: Bool { configuration.fence == .no || retry != nil }

  private mutating func add(
    _ step: StreamCommands, to builder: inout BAMChainBuilder, _ shape: FrameShape
  ) {
    isOpenAfter = step.opens
    builder.add(
      stream.setup.commands(step, stream.geometry, bank: builder.bank), device: stream.device,
      opens: step.opens, frameControl: shape.registerValue)
  }

  /// The blocks of the leg at hand, as far as they go into one chain; whether that is all of them.
  private mutating func addBlocks(to builder: inout BAMChainBuilder) -> Bool {
    let range = legs.ranges[place.leg]
    if place.leg != startedLeg {
      startedLeg = place.leg
      legStart = counts
      repeats = Repeats()
    }
    while place.section < range.count {
      // Without a fence the next stream would be started while this one goes on.
      if builder.chain.streams > 0, configuration.fence == .no { return false }
      var extent = extent(range.lowerBound + place.section, from: place.byte)
      if let part = bytesBeforeAppending(extent.count) {
        appends = true
        extent.count = part
        builder.add(extent)
        place.byte = part
        return false
      }
      if extent.count > 0 { builder.add(extent) }
      place.section += 1
      place.byte = 0
    }
    place.leg += 1
    place.section = 0
    return true
  }

  /// How many bytes of the first section go in front of UNLOCK, where others are appended after it.
  private func bytesBeforeAppending(_ count: Int) -> Int? {
    guard configuration.faults.contains(.appendAfterUnlock), configuration.isLocking, !appends, count > 1
    else { return nil }
    return min(max(1, configuration.faultAtByte ?? count / 2), count - 1)
  }

  private func extent(_ index: Int, from byte: Int) -> BAMChain.Extent {
    let section = bulk.sections[index]
    return BAMChain.Extent(
      offset: legs.starts[index] + byte, count: section.byteCount - byte, device: stream.device,
      address: section.address &+ UInt32(byte), isRead: bulk.operation == .read)
  }

  // MARK: What came of them

  /// Something failed; the first reason is the transfer's.
  mutating func fails(_ failure: TransferError) {
    if error == nil { error = failure }
  }

  /// What the frame of a block counts to.
  func part(of request: BlockRequest) -> FramePart { request.offset < repeats.below ? .retry : .data }

  /// A block has been on the wire; `reason` says why it would fail the transfer.
  mutating func blockEnded(_ request: BlockRequest, _ reason: TransferError?) {
    let bytes = request.header.byteCount
    let range = legs.ranges[min(latestLeg, legs.ranges.count - 1)]
    // A block that fails is not passed where the driver looks at each.
    let end = request.offset + (reason != nil && stream.check == .perBlock ? 0 : bytes)
    let finished =
      range.partitionPoint { legs.starts[$0] + bulk.sections[$0].byteCount > end } - range.lowerBound
    sectionFrames.count(finished: legs.finished[min(latestLeg, legs.ranges.count - 1)] + finished)
    guard let reason else {
      counts.sent += bytes
      counts.done += bytes
      if request.offset >= repeats.below { repeats = Repeats(below: repeats.below) }
      return
    }
    fails(
      TransferError(errno: reason.errno, message: "the block at byte \(request.offset) \(reason.message)"))
    isFailedByBlock = true
    if stream.check == .atEnd {
      lose(counts.sent..<counts.sent + bytes)
      counts.sent += bytes
    } else if repeats.offset == request.offset {
      repeats.bytes = bytes
    } else {
      repeats = Repeats(offset: request.offset, bytes: bytes, below: repeats.below)
    }
  }

  /// The leg of the chain under way.
  private var latestLeg: Int {
    place.section > 0 || place.byte > 0 ? place.leg : max(0, place.leg - 1)
  }

  private mutating func lose(_ bytes: Range<Int>) {
    if let last = lost.last, last.upperBound == bytes.lowerBound {
      lost[lost.count - 1] = last.lowerBound..<bytes.upperBound
    } else if !bytes.isEmpty {
      lost.append(bytes)
    }
    counts.lost = lost.count
  }

  /// The fault that strikes now, once.
  mutating func strike() -> BAMFault? {
    guard !hasStruck, counts.sent >= configuration.faultAtByte ?? bulk.bytes / 2 else { return nil }
    hasStruck = true
    if configuration.faults.contains(.terminate) { return .terminate }
    return configuration.faults.contains(.pause) ? .pause : nil
  }

  /// The engine was made to forget the chain. Where that was not the driver's own end, it closes the stream, if it can.
  mutating func wasTerminated(_ failure: TransferError, mayClose: Bool) {
    fails(failure)
    isFailedByBlock = false
    let isGone = configuration.faults.contains(.terminate)
    if isClosing || isGone || !mayClose || !isOpen { isAtEnd = true } else { close() }
  }

  private mutating func close() {
    isClosing = true
    isAtEnd = false
  }

  /// A chain is over, and the port has stopped, or not. Gives the frames until the driver goes on.
  mutating func ended(_ stop: ManagerPort.Stop, _ witness: inout BAMWitness) -> UInt64 {
    if stop == .everything || isClosing {
      isAtEnd = true
      return 0
    }
    isOpen = isOpenAfter
    guard let error, isFailedByBlock else { return 0 }
    let legIsThrough = stop == .blocks || place.section == 0 && place.byte == 0
    guard legIsThrough else { return 0 }
    if let frames = again(after: error, &witness) { return frames }
    if stop == .blocks { counts.sent += repeats.bytes }
    // What closes comes next anyway, or has gone with the chain.
    let isLast = stop != .blocks && place.leg == legs.ranges.count
    if !isLast { closeEarly() }
    return 0
  }

  /// Nothing more is sent, and the stream is closed as far as it is open.
  private mutating func closeEarly() {
    if place.step >= stream.steps.count { return isAtEnd = true }
    close()
  }

  /// Sends again what failed, if the policy has it so; the frames before that.
  private mutating func again(after failure: TransferError, _ witness: inout BAMWitness) -> UInt64? {
    guard let retry, allows(failure, retry) else { return nil }
    let leg = latestLeg
    let range = legs.ranges[leg]
    let offset = stream.check == .atEnd ? legs.starts[range.lowerBound] : repeats.offset
    forgive(leg, &witness)
    place.leg = leg
    place.section = range.partitionPoint { legs.starts[$0] > offset } - 1 - range.lowerBound
    place.byte = offset - legs.starts[range.lowerBound + place.section]
    if let step = blocksStep(leg) { place.step = step }
    isAtEnd = false
    if stream.check == .atEnd {
      repeats.below = .max
      sectionFrames.restart(finished: legs.finished[leg])
    } else {
      repeats.below = repeats.offset + repeats.bytes
    }
    return UInt64(retry.backoffFrames)
  }

  private func blocksStep(_ leg: Int) -> Int? {
    var left = leg
    for (index, step) in stream.steps.enumerated() where step == .blocks {
      if left == 0 { return index }
      left -= 1
    }
    return nil
  }

  private mutating func allows(_ failure: TransferError, _ retry: RetryPolicy) -> Bool {
    if failure.errno == .again {
      repeats.notReady += 1
      return repeats.notReady <= retry.onNotReady
    }
    repeats.bad += 1
    return repeats.bad <= retry.onBad
  }

  /// Where what has not gone through begins; nil where all has, or something else than a block failed.
  var unsent: UnsentBytes? {
    guard isFailedByBlock else { return nil }
    return stream.check == .perBlock
      ? UnsentBytes(leg: latestLeg, place: repeats.offset, tried: repeats.bytes)
      : UnsentBytes(leg: latestLeg, place: nil, tried: nil)
  }

  /// What has not gone through goes another way.
  mutating func forgive(_ witness: inout BAMWitness) {
    forgive(latestLeg, &witness)
    hasGoneAnotherWay = true
  }

  private mutating func forgive(_ leg: Int, _ witness: inout BAMWitness) {
    error = nil
    isFailedByBlock = false
    guard stream.check == .atEnd else { return witness.isAskedAnew(from: repeats.offset) }
    witness.isAskedAnew(from: legs.starts[legs.ranges[leg].lowerBound])
    counts = legStart
    lost.removeLast(lost.count - legStart.lost)
  }

  /// What it has in memory for all chains, if nothing goes wrong.
  func image(bank: Int, _ shape: FrameShape) -> BAMImage {
    var driver = self
    var locking = BAMLocking()
    var bank = bank
    var image = BAMImage(elementsAddress: BAMChainBuilder.elementsAddress)
    while !driver.isAtEnd, let chain = driver.next(bank: bank, shape, &locking) {
      image.add(chain, configuration)
      for command in chain.commands where command.switchesBank { bank = 1 - bank }
      if chain.workerUnlock != nil { try? locking.unlock() }
    }
    return image
  }
}
