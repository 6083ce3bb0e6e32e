internal import BRAEncoder

/// What a host's DMA has in memory for a transfer over BRA: a plan, or a descriptor, for each stream of blocks.
package enum TransferDMA: Hashable, Sendable {
  /// Intel's, with Cadence's buffers: a plan for each message.
  case hda([CadencePlan])
  /// AMD's: a descriptor for each section that goes over BRA.
  case amd([AMDDescriptor])
  /// Qualcomm's: descriptors of a ring, and command elements.
  case bam(BAMImage)
}

extension TransferPlan {
  /// What the host's DMA has in memory, where that does not depend on how the bus stands; nil for a host without one, and for what
  /// does not go over BRA.
  var dma: TransferDMA? {
    guard let route, route.steps.contains(.blocks) else { return nil }
    if case .hda = host.dma { return .hda(route.plans) }
    return host.isAMD ? .amd(descriptors(route)) : nil
  }

  /// What the driver of a descriptor engine has in memory on a bus that works with a bank; nil for a host without one.
  fileprivate func image(bank: Int) -> BAMImage? {
    guard let route, case .bam(let configuration) = host.dma else { return nil }
    let stream = BRAStream(
      device: route.bulk.device, setup: host.setup, geometry: host.geometry(for: capacity.shape),
      limits: DP0Limits(), responses: host.responses, check: host.check, steps: route.steps)
    return BAMDriver(stream, route, host, configuration).image(bank: bank, capacity.shape)
  }

  private func descriptors(_ route: TransferRoute) -> [AMDDescriptor] {
    let shape = capacity.shape
    guard let geometry = try? AMDGeometry(rows: shape.rows, columns: shape.columns) else { return [] }
    let ranges = route.legs?.ranges ?? [route.bulk.sections.indices]
    return ranges.flatMap { $0 }.compactMap { index in
      var descriptor = AMDDescriptor(
        route.bulk.operation == .write ? .write : .read, route.bulk.sections[index],
        device: route.bulk.device, geometry: geometry)
      // The Peripheral's own limits bind the hardware, too.
      descriptor?.bytesPerFrame = Int(bytesPerFrame)
      return descriptor
    }
  }
}

extension Simulation {
  /// What the host's DMA has in memory for a transfer in front of the next frame, and what goes over BRA of it; nil for a host
  /// without one, and where nothing goes over BRA.
  ///
  /// Throws why the transfer interface, or the DMA's plan, refuses it.
  package func dma(
    for request: TransferRequest
  ) throws(TransferError) -> (memory: TransferDMA, bulk: TransferRequest)? {
    var bus = bus
    let plan = TransferPlan(request, host, timeline, &bus)
    if let refusal = plan.refusal { throw refusal }
    for case .refuse(let refusal) in plan.route?.steps ?? [] { throw refusal }
    guard let route = plan.route,
      let memory = plan.dma ?? plan.image(bank: bus.manager.currentBank).map(TransferDMA.bam)
    else { return nil }
    return (memory, route.bulk)
  }
}
