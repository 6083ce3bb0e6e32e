// What each call refuses, in the order in which Linux and its AXI SPI engine look (host reference 6.2).
extension OffloadEngine {
  static func error(_ errno: TransferErrno, _ message: String) -> TransferError {
    TransferError(errno: errno, message: message)
  }

  /// Why a call is refused before any frame; where it is not, and takes no frame, it has been carried out.
  mutating func refusal(
    of call: OffloadCall, _ host: HostConfiguration, _ timeline: BusTimeline, _ bus: inout Bus
  ) -> TransferError? {
    if case .get(let device, let capabilities) = call { return get(device, capabilities) }
    if case .wait(.frames) = call { return nil }
    if case .wait(.nanoseconds) = call { return nil }
    guard configuration != nil else {
      return Self.error(.noDevice, "the controller has no offload instance (host.offload)")
    }
    guard owner != nil else { return Self.error(.invalid, "the offload is nobody's; it is got first") }
    switch call {
    case .get, .wait(.frames), .wait(.nanoseconds): return nil
    case .put:
      if run != nil { return isEnabled }
      (owner, prepared, trigger) = (nil, nil, nil)
      return nil
    case .optimize(let message): return optimize(message, host, timeline, &bus)
    case .unoptimize:
      if run != nil { return isEnabled }
      if prepared == nil { return nothingPrepared }
      prepared = nil
      return nil
    case .run:
      return prepared == nil
        ? nothingPrepared
        : Self.error(.notSupported, "an offload's message is run by its trigger, not by itself")
    case .triggerGet(let name): return get(trigger: name, at: bus.slot, timeline)
    case .enable: return enableRefusal(at: bus.slot, timeline)
    case .disable, .wait(.triggers): return run == nil ? notEnabled : nil
    case .trigger:
      if run == nil { return notEnabled }
      return trigger?.source == .command
        ? nil : Self.error(.invalid, "its trigger comes by itself, not by a write")
    }
  }

  private var isEnabled: TransferError { Self.error(.busy, "the offload is enabled") }
  private var notEnabled: TransferError { Self.error(.invalid, "the offload is not enabled") }
  private var nothingPrepared: TransferError { Self.error(.invalid, "no message is optimised") }

  // MARK: Get

  private mutating func get(_ device: Int?, _ capabilities: OffloadCapabilities?) -> TransferError? {
    guard let device, let capabilities else {
      return Self.error(.invalid, "an offload is asked for with a device and with capabilities")
    }
    guard let configuration else {
      return Self.error(.noDevice, "the controller has no offload instance (host.offload)")
    }
    let missing = capabilities.subtracting(configuration.capabilities)
    guard missing.isEmpty else {
      return Self.error(.invalid, "the offload cannot do this: \(missing.names.joined(separator: ", "))")
    }
    if let owner {
      return Self.error(.busy, "the offload is that of device \(owner.device) already")
    }
    owner = Owner(device: device, capabilities: capabilities)
    return nil
  }

  private mutating func get(
    trigger name: String, at slot: UInt64, _ timeline: BusTimeline
  ) -> TransferError? {
    if run != nil { return isEnabled }
    guard let granted = owner?.capabilities, granted.contains(.trigger) else {
      return Self.error(.invalid, "the offload was got without the capability of triggers")
    }
    guard let trigger = configuration?.triggers.first(where: { $0.name == name }),
      slot >= timeline.slot(atOrAfter: HostInstant(slot: 0, nanoseconds: trigger.appearsAt))
    else { return Self.error(.probeDefer, "the provider of the trigger is not there yet") }
    if slot >= timeline.vanishSlot(of: trigger) { return gone }
    guard trigger.validates else {
      return Self.error(.notSupported, "the provider of the trigger validates no configuration")
    }
    if case .periodic(let hertz, let offset) = trigger.source {
      let period = OffloadTrigger.periodNanoseconds(hertz: hertz)
      guard offset < period else {
        return Self.error(.invalid, "an offset of \(offset) ns is not within the period of \(period) ns")
      }
    }
    let streams: OffloadCapabilities = [.txStream, .rxStream]
    guard configuration?.streams.hasHooks == true || granted.isDisjoint(with: streams) else {
      return Self.error(.notSupported, "the driver of the offload gives no DMA channel away")
    }
    self.trigger = trigger
    return nil
  }

  private var gone: TransferError { Self.error(.noDevice, "the provider of the trigger went away") }

  // MARK: Enable

  private func enableRefusal(at slot: UInt64, _ timeline: BusTimeline) -> TransferError? {
    guard let prepared else { return nothingPrepared }
    guard let trigger else { return Self.error(.invalid, "the offload has no trigger; it is got first") }
    if run != nil { return isEnabled }
    if slot >= timeline.vanishSlot(of: trigger) { return gone }
    let ring = configuration?.streams.data ?? []
    if prepared.message.streamedBytes > 0, ring.isEmpty {
      return Self.error(.invalid, "the message takes bytes from a stream that has none")
    }
    return nil
  }
}

extension BusTimeline {
  /// The first slot in which the provider of a trigger is not there any more; the last there is where it stays.
  func vanishSlot(of trigger: OffloadTrigger) -> UInt64 {
    trigger.vanishesAt.map { slot(atOrAfter: HostInstant(slot: 0, nanoseconds: $0)) } ?? .max
  }
}
