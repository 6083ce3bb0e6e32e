internal import FrameSim

/// Sizes that reach a share of the asymptotic rate, which is that of full blocks in every frame.
extension BreakevenSearch {
  /// The smallest number of whole blocks that reaches each share.
  ///
  /// By bisection over simulated transfers: what surrounds the blocks takes the same time whatever their number. Only
  /// with a sync pulse it does not; then the sizes in question below the one found are all simulated, too.
  func shares(_ curves: BreakevenCurves) throws(TransferError) -> [BreakevenPoint.RateShare] {
    var result: [BreakevenPoint.RateShare] = []
    var low = 0
    for percent in [50, 80, 90, 95] {
      guard let found = try bisect(percent, above: low, curves) else {
        result.append(BreakevenPoint.RateShare(percent: percent, bytes: nil))
        continue
      }
      low = found - 1
      let blocks = try firstReaching(percent, upTo: found, curves)
      result.append(BreakevenPoint.RateShare(percent: percent, bytes: bytes(blocks)))
    }
    return result
  }

  private func bytes(_ blocks: Int) -> Int { Int(point.bytesPerFrame * Double(blocks)) }

  /// A number of blocks that reaches a share while one less does not, above a number that does not; nil beyond 1 MiB.
  private func bisect(
    _ percent: Int, above known: Int, _ curves: BreakevenCurves
  ) throws(TransferError) -> Int? {
    let most = Int(Double(Self.longest) / point.bytesPerFrame)
    var low = known
    var high = max(1, 2 * low)
    while high <= most, try !reaches(percent, blocks: high, curves) {
      low = high
      high *= 2
    }
    if high > most {
      guard most > low, try reaches(percent, blocks: most, curves) else { return nil }
      high = most
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try reaches(percent, blocks: middle, curves) { high = middle } else { low = middle }
    }
    return high
  }

  /// The smallest number of blocks up to one that reaches a share.
  private func firstReaching(
    _ percent: Int, upTo found: Int, _ curves: BreakevenCurves
  ) throws(TransferError) -> Int {
    guard case .pulse(let interval, _) = host.syncWait, interval > 1,
      let frames = curves.bra.steps.first?.frames
    else { return found }
    // What is around a single block, without any wait, is around every number; fewer blocks cannot reach the share.
    let around = Int(frames.total - frames.data - frames.syncWait)
    let least = max(1, percent * around / (100 - percent))
    guard least < found else { return found }
    let curve =
      bytes(found) <= curves.maxBytes
      ? curves.bra : try simulation.curve(transfer(bytes(found), via: .bra), from: bytes(least))
    for blocks in least..<found {
      if let step = curve.step(for: bytes(blocks)), reaches(percent, bytes(blocks), slots: step.slots) {
        return blocks
      }
    }
    return found
  }

  private func reaches(
    _ percent: Int, blocks: Int, _ curves: BreakevenCurves
  ) throws(TransferError) -> Bool {
    let bytes = bytes(blocks)
    guard bytes > 0 else { return false }
    return reaches(percent, bytes, slots: try slots(bytes, via: .bra, knownFrom: curves.bra))
  }

  private func reaches(_ percent: Int, _ bytes: Int, slots: UInt64) -> Bool {
    let frames = Double(slots) / Double(input.scenario.bus.shape.slots)
    return Double(bytes) * 100 >= Double(percent) * point.bytesPerFrame * frames * (1 - 1e-12)
  }
}
