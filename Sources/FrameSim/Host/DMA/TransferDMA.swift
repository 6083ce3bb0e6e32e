internal import BRAEncoder

/// What a host's DMA has in memory for a transfer over BRA: a plan, or a descriptor, for each stream of blocks.
package enum TransferDMA: Hashable, Sendable {
  /// Intel's, with Cadence's buffers: a plan for each message.
  case hda([CadencePlan])
  /// AMD's: a descriptor for each section that goes over BRA.
  case amd([AMDDescriptor])
}

extension TransferPlan {
  /// What the host's DMA has in memory; nil for a host without one, and for what does not go over BRA.
  var dma: TransferDMA? {
    guard let route, route.steps.contains(.blocks) else { return nil }
    if case .hda = host.dma { return .hda(route.plans) }
    return host.isAMD ? .amd(descriptors(route)) : nil
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
    guard let route = plan.route, let memory = plan.dma else { return nil }
    return (memory, route.bulk)
  }
}
