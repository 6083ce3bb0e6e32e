/// Pings that were passed over in closed form.
package struct SkippedPings: Hashable, Sendable {
  /// How many.
  package var frames: UInt64
  /// The shape of each.
  package var shape: FrameShape
  /// Payload bits of DP0 in all of them together: they stayed idle.
  package var payloadBits: UInt64

  /// Slots they took.
  var slots: UInt64 { frames * UInt64(shape.slots) }
}

/// Stretches of Pings in closed form.
///
/// Under Pings without a block, a bus whose devices are in step comes back to the state it was in. Dynamic sync has
/// period 15 (section 3). Level and running parity are two bits; after 30 frames each of them is as it was, or each
/// is inverted, so after 60 they are as they were. All else stays (`docs/architecture.md`). That is not relied on: one
/// period is run, and only a bus that has come back in everything is taken forward by many.
extension Bus {
  /// Frames of Pings after which a bus is as it was.
  package static let pingPeriod: UInt64 = 60
  /// No bus is taken further than this: sums of slots stay exact. At the fastest clock it is a thousand years.
  package static let lastSlot: UInt64 = 1 << 63

  /// Takes the bus forward by as many whole periods of Pings as there are in `frames`, without running them; nil where
  /// it cannot be done exactly, and then nothing has changed.
  package mutating func skipPings(upTo frames: UInt64) -> SkippedPings? {
    guard slot < Self.lastSlot, handover(FramePlan(.ping), flips: .none) == nil else { return nil }
    let room = (Self.lastSlot - slot) / UInt64(shape.slots)
    let skipped = min(frames, room) / Self.pingPeriod * Self.pingPeriod
    guard skipped > 0, repeatsUnderPings() else { return nil }
    let payloadBits = manager.payloadBits(inNext: skipped)
    advance(pings: skipped)
    statistics.frames &+= skipped
    statistics.skipped &+= skipped
    return SkippedPings(frames: skipped, shape: shape, payloadBits: payloadBits)
  }

  /// Whether a period of Pings leads back to this state: runs it on a copy.
  private func repeatsUnderPings() -> Bool {
    var run = self
    var levels: [UInt64] = []
    for _ in 0..<Self.pingPeriod {
      _ = run.run(FramePlan(.ping), engine: .frame, levels: &levels, wantsLevels: false)
    }
    var expected = self
    expected.advance(pings: Self.pingPeriod)
    return run.statistics.handedOver == statistics.handedOver && run.difference(from: expected) == nil
  }

  /// Moves what counts frames and slots on by whole periods of Pings.
  private mutating func advance(pings frames: UInt64) {
    let slots = frames &* UInt64(shape.slots)
    slot &+= slots
    frame &+= frames
    manager.advance(pingSlots: slots)
    for index in peripherals.indices { peripherals[index].advance(pingSlots: slots) }
  }
}

extension Manager {
  fileprivate mutating func advance(pingSlots slots: UInt64) {
    slotsSinceSSP &+= slots
    openFrame()
  }

  /// Payload bits of DP0 in the next frames together, as long as nothing but Pings happens.
  fileprivate func payloadBits(inNext frames: UInt64) -> UInt64 {
    guard portSettings.enabled else { return 0 }
    let end = slotsSinceSSP &+ frames &* UInt64(shape.slots)
    let geometry = portSettings.geometry
    return geometry.ownedBits(inFirst: end, columns: shape.columns)
      - geometry.ownedBits(inFirst: slotsSinceSSP, columns: shape.columns)
  }
}

extension Peripheral {
  fileprivate mutating func advance(pingSlots slots: UInt64) {
    if isAttached { slotsSinceSSP &+= slots }
  }
}
