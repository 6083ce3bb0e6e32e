package import BRAEncoder

/// Plans the DMA of a host's transfers, for Intel's links with Cadence's interface.
package struct DMAPlanner: Sendable {
  private let operation: BRAOperation
  private let dataPerFrame: Int
  private let fullFrameDataBytes: Int
  private let slotRateHz: Int
  private let slotsPerFrame: Int

  /// For a transfer in frames with room for so many data bytes; nil for a host with another DMA, or none.
  init?(
    _ host: HostConfiguration, _ request: TransferRequest, _ timeline: BusTimeline, _ capacity: BlockCapacity,
    dataPerFrame: Int
  ) {
    guard case .hda = host.dma, let largest = capacity.largest else { return nil }
    operation = request.operation == .write ? .write : .read
    self.dataPerFrame = dataPerFrame
    fullFrameDataBytes = largest
    slotRateHz = Int(clamping: timeline.slotRateHz)
    slotsPerFrame = capacity.shape.slots
  }

  /// The plan of one stream of blocks. No length is too short for it: that is the policy's affair.
  package func plan(_ sections: [BRASection]) throws(TransferError) -> CadencePlan {
    try CadencePlan(
      operation: operation, sections: sections, dataPerFrame: dataPerFrame,
      fullFrameDataBytes: fullFrameDataBytes, slotRateHz: slotRateHz, slotsPerFrame: slotsPerFrame,
      minimumBytes: 0)
  }
}
