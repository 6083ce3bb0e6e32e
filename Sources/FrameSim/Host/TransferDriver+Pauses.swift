/// Long pauses: Pings that nothing but time ends, the host's or that of a bank switch. Most of them are skipped.
extension TransferDriver {
  /// Frames ahead from which on it pays to skip: to see that the bus comes back takes a period, and what is no whole
  /// period is run.
  static let worthwhile = 4 * Bus.pingPeriod

  /// Whether a pause of that many frames is worth skipping, in front of the frame of that number. Its first Ping is
  /// always run: behind it the bus has settled, mostly.
  func stops(inFrontOf pings: UInt64, frame: UInt64) -> Bool {
    guard frame >= stopsFrom, pings >= Self.worthwhile, case .pause = step else { return false }
    return result.frames.total > 0
  }

  /// Passes over most of the pause in front of which `next` stopped; false where it stopped because the transfer is
  /// through. The last frames of a pause are always run, and all of it where the bus does not come back to where it is.
  mutating func skipPause(_ bus: inout Bus) -> Bool {
    guard !isThrough else { return false }
    let part = clock.framesLeft > 0 ? FramePart.host : .syncWait
    let ahead =
      part == .host ? clock.framesLeft : host.syncWait.framesAhead(waited: waited, frame: bus.frame)
    if let pings = bus.skipPings(upTo: ahead - 1) {
      count(pings, part)
      result.endSlot = bus.slot
    } else {
      stopsFrom = bus.frame + Self.worthwhile
    }
    return true
  }

  /// Counts Pings that were passed over, as `complete` counts those that are run.
  private mutating func count(_ pings: SkippedPings, _ part: FramePart) {
    if part == .host {
      clock.pass(pings.frames)
      result.hostFrames[hostStep] += pings.frames
      result.split.host += pings.slots
    } else {
      waited += Int(pings.frames)
      result.split.syncWait += pings.slots
    }
    result.frames[part] += pings.frames
    result.commands.ping += pings.frames
    guard let last = skipped.last, last.shape == pings.shape else {
      skipped.append(pings)
      return
    }
    skipped[skipped.count - 1].frames += pings.frames
    skipped[skipped.count - 1].payloadBits += pings.payloadBits
  }
}
