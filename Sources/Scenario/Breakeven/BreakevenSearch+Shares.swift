internal import FrameSim

/// Sizes that reach a share of the asymptotic rate, which is that of full blocks in every frame.
extension BreakevenSearch {
  static let percents = [50, 80, 90, 95]

  /// The smallest number of whole blocks that reaches each share.
  ///
  /// By bisection over simulated transfers where what surrounds the blocks takes the same time whatever their number, and
  /// each takes a frame; it begins at the number to be expected, and mostly ends there. It does not with a sync pulse, nor do
  /// they where windows do not divide the frame: then one number may reach a share that the next misses, and those in question
  /// below the one found are all simulated, too.
  ///
  /// None where blocks are sent again, now and then: then the rate falls with some sizes, whatever their number of blocks.
  func shares(_ curves: BreakevenCurves) throws(TransferError) -> [BreakevenPoint.RateShare] {
    if simulation.sendsAgain(to: input.request.device) { return [] }
    var result: [BreakevenPoint.RateShare] = []
    var low = 0
    var least = 1
    var scan: TransferCurve?
    for percent in Self.percents {
      // What reaches no smaller share reaches no greater one.
      if let last = result.last, last.bytes == nil {
        result.append(BreakevenPoint.RateShare(percent: percent, bytes: nil))
        continue
      }
      let found = try bisect(percent, above: low, curves)
      if let found { low = found - 1 }
      let blocks =
        isSteady ? found : try firstReaching(percent, from: least, found: found, curves, &scan)
      // Fewer reach no greater share.
      least = blocks ?? least
      result.append(BreakevenPoint.RateShare(percent: percent, bytes: blocks.map(bytes)))
    }
    return result
  }

  /// Frames after which the blocks of a transfer repeat; 1 where windows divide the frame.
  var period: Int {
    let shape = input.scenario.bus.shape
    return BlockCapacity(geometry: host.geometry(for: shape), shape: shape).period
  }

  /// Whether another block is always another frame, and nothing else.
  var isSteady: Bool {
    // Where each size is run by itself, so are those of a share: bisection has to do.
    if !isPlainOverBRA { return true }
    if case .pulse(let interval, _) = host.syncWait, interval > 1 { return false }
    return period == 1
  }

  /// The most whole blocks of a transfer.
  var most: Int { Int(Double(Self.longest) / point.bytesPerFrame) }

  private func bytes(_ blocks: Int) -> Int { Int(point.bytesPerFrame * Double(blocks)) }

  /// A number of blocks that reaches a share while one less does not, above a number that does not; nil beyond 1 MiB.
  private func bisect(
    _ percent: Int, above known: Int, _ curves: BreakevenCurves
  ) throws(TransferError) -> Int? {
    // Where each size is run by itself, it may be that none reaches it.
    if !isPlainOverBRA {
      guard most > known, try reaches(percent, blocks: most, curves) else { return nil }
    }
    var low = known
    let expected = blocksExpected(percent, curves).flatMap { $0 > known ? $0 : nil }
    var high = max(1, expected ?? 2 * low)
    while high <= most, try !reaches(percent, blocks: high, curves) {
      low = high
      high *= 2
    }
    if high > most {
      guard most > low, try reaches(percent, blocks: most, curves) else { return nil }
      high = most
    }
    if high == expected, high - low > 1 {
      if try reaches(percent, blocks: high - 1, curves) { high -= 1 } else { low = high - 1 }
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try reaches(percent, blocks: middle, curves) { high = middle } else { low = middle }
    }
    return high
  }

  /// The smallest number of blocks that reaches a share, from one on that no smaller number does; `found` does.
  ///
  /// `scan` is the last curve that was needed beyond those that are known.
  private func firstReaching(
    _ percent: Int, from first: Int, found: Int?, _ curves: BreakevenCurves, _ scan: inout TransferCurve?
  ) throws(TransferError) -> Int? {
    guard let frames = curves.bra.steps.first?.frames else { return found }
    // What is around a single block is around every number, but for waits for a pulse, and but for the frames without room in
    // front of it, which are fewer than a period. So many bytes are through fewer frames before their number of blocks
    // at the most. Fewer blocks than follow from that cannot reach the share.
    var around = Int(frames.setup + frames.teardown) + max(0, Int(frames.host) - (period - 1)) - (period - 1)
    if case .pulse = host.syncWait {} else { around += Int(frames.syncWait) }
    let least = max(first, percent * around / (100 - percent))
    let last = found ?? most
    guard least < last else { return found }
    let curve: TransferCurve
    if bytes(last) <= curves.maxBytes {
      curve = curves.bra
    } else if let scan, scan.step(for: bytes(last)) != nil {
      // It begins where a smaller share does.
      curve = scan
    } else {
      curve = try simulation.curve(transfer(bytes(last), via: .bra), from: max(1, bytes(least)))
      scan = curve
    }
    for blocks in least...last where bytes(blocks) > 0 {
      if let step = curve.step(for: bytes(blocks)), reaches(percent, bytes(blocks), slots: step.slots) {
        return blocks
      }
    }
    return found
  }

  /// The number of blocks that reaches a share if what is around them takes what it does around the longest transfer compared; nil
  /// where that need not be so. The search only begins there.
  private func blocksExpected(_ percent: Int, _ curves: BreakevenCurves) -> Int? {
    guard let frames = curves.bra.steps.last?.frames else { return nil }
    let around = Int(clamping: min(UInt64(most), frames.total - frames.data))
    let blocks = min(most, (percent * around + 99 - percent) / (100 - percent))
    return isForeseeable(frames: UInt64(blocks + around)) ? blocks : nil
  }

  /// Whether each block takes one frame more in transfers of up to twice so many frames: no synchronisation point falls in them
  /// that may take the frame of a command.
  func isForeseeable(frames: UInt64) -> Bool {
    let bus = input.scenario.bus
    let interval = bus.timeline.wholeSlots(nanoseconds: host.syncNanoseconds)
    return isPlainOverBRA && isSteady && (interval == 0 || frames < interval / UInt64(2 * bus.shape.slots))
  }

  private func reaches(
    _ percent: Int, blocks: Int, _ curves: BreakevenCurves
  ) throws(TransferError) -> Bool {
    let bytes = bytes(blocks)
    guard bytes > 0 else { return false }
    if let step = curves.bra.step(for: bytes) { return reaches(percent, bytes, slots: step.slots) }
    return reaches(percent, bytes, slots: try slots(bytes, via: .bra))
  }

  private func reaches(_ percent: Int, _ bytes: Int, slots: UInt64) -> Bool {
    let bytes = bytes * host.interface.sends
    let frames = Double(slots) / Double(input.scenario.bus.shape.slots)
    return Double(bytes) * 100 >= Double(percent) * point.bytesPerFrame * frames * (1 - 1e-12)
  }
}
