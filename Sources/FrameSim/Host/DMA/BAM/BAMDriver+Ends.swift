internal import BRAEncoder

// What became of commands, blocks and chains, and what the driver makes of it.
extension BAMDriver {
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
      // A count that somebody made longer brings no more than was asked for.
      counts.done = min(counts.done + bytes, allBytes)
      if request.offset >= repeats.below { repeats = Repeats(below: repeats.below) }
      return
    }
    fails(TransferError(blockAt: request.offset, reason))
    isFailedByBlock = true
    if stream.check == .atEnd {
      lost.appendBytes(counts.sent..<counts.sent + bytes)
      counts.sent += bytes
    } else if repeats.offset == request.offset {
      repeats.bytes = bytes
    } else {
      repeats = Repeats(offset: request.offset, bytes: bytes, below: repeats.below)
    }
  }

  /// The leg of the chain under way.
  var latestLeg: Int {
    place.section > 0 || place.byte > 0 ? place.leg : max(0, place.leg - 1)
  }

  /// The fault that strikes now, once.
  mutating func strike() -> BAMFault? {
    guard !hasStruck, counts.sent >= configuration.faultAtByte ?? bulk.bytes / 2 else { return nil }
    hasStruck = true
    if configuration.faults.contains(.terminate) { return .terminate }
    return configuration.faults.contains(.pause) ? .pause : nil
  }

  /// The engine was made to forget the chain. Where that was not the driver's own end, it closes the stream, if it can.
  /// `sawCommands` says that all its commands had been on the wire.
  mutating func wasTerminated(_ failure: TransferError, mayClose: Bool, sawCommands: Bool) {
    fails(failure)
    if sawCommands { isOpen = isOpenAfter }
    isFailedByBlock = false
    let isGone = configuration.faults.contains(.terminate)
    if isClosing || isGone || !mayClose || !isOpen { isAtEnd = true } else { close() }
  }

  mutating func close() {
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
  mutating func closeEarly() {
    if place.step >= stream.steps.count { return isAtEnd = true }
    close()
  }

  /// Sends again what failed, if the policy has it so; the frames before that.
  mutating func again(after failure: TransferError, _ witness: inout BAMWitness) -> UInt64? {
    guard let retry, repeats.count.allows(failure, retry) else { return nil }
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

  func blocksStep(_ leg: Int) -> Int? {
    var left = leg
    for (index, step) in stream.steps.enumerated() where step == .blocks {
      if left == 0 { return index }
      left -= 1
    }
    return nil
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

  mutating func forgive(_ leg: Int, _ witness: inout BAMWitness) {
    error = nil
    isFailedByBlock = false
    guard stream.check == .atEnd else { return witness.isAskedAnew(from: repeats.offset) }
    witness.isAskedAnew(from: legs.starts[legs.ranges[leg].lowerBound])
    counts = legStart.counts
    lost.removeLast(lost.count - legStart.lost)
  }
}
