internal import BRAEncoder

// The chains of descriptors that a driver issues, one after the other.
extension BAMDriver {
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
  mutating func lock(_ builder: inout BAMChainBuilder, _ locking: inout BAMLocking) -> Bool {
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

  mutating func add(to builder: inout BAMChainBuilder, _ shape: FrameShape) {
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
  var closesApart: Bool { configuration.fence == .no || retry != nil }

  mutating func add(
    _ step: StreamCommands, to builder: inout BAMChainBuilder, _ shape: FrameShape
  ) {
    isOpenAfter = step.opens
    builder.add(
      stream.setup.commands(step, stream.geometry, bank: builder.bank), device: stream.device,
      opens: step.opens, frameControl: shape.registerValue)
  }

  /// The blocks of the leg at hand, as far as they go into one chain; whether that is all of them.
  mutating func addBlocks(to builder: inout BAMChainBuilder) -> Bool {
    let range = legs.ranges[place.leg]
    if place.leg != startedLeg {
      startedLeg = place.leg
      legStart = (counts, lost.count)
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
  func bytesBeforeAppending(_ count: Int) -> Int? {
    guard configuration.faults.contains(.appendAfterUnlock), configuration.isLocking, !appends, count > 1
    else { return nil }
    return min(max(1, configuration.faultAtByte ?? count / 2), count - 1)
  }

  func extent(_ index: Int, from byte: Int) -> BAMChain.Extent {
    let section = bulk.sections[index]
    return BAMChain.Extent(
      offset: legs.starts[index] + byte, count: section.byteCount - byte, device: stream.device,
      address: section.address &+ UInt32(byte), isRead: bulk.operation == .read)
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
