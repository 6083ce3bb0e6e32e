internal import BRAEncoder

/// DP0, seen from a Peripheral: what a Target does with the bytes of a block.
extension Peripheral {
  /// A byte of a BRA write arrives; it is stored at once (open point A24). False where the address does not take it.
  mutating func storeBRA(_ value: UInt8, at address: UInt32) -> Bool {
    guard let register = AddressTarget.register(address) else { return memory.write(address, value) }
    switch register {
    case RegisterAddress.scpFrameCtrl, RegisterAddress.scpFrameCtrl + 0x10, RegisterAddress.scpDevNumber,
      RegisterAddress.scpCtrl:
      return false  // These act at frame ends and belong to commands (open point A25).
    default:
      if register < RegisterAddress.scpIntStat1 { portSettingsAreStale = true }
      return registers.write(register, value)
    }
  }

  /// The header and its CRC have arrived; gives the response for byte 7, nil where the block does not concern it.
  ///
  /// Inlined, as every Peripheral hears every header, and most of them no more.
  @inline(__always)
  mutating func headerArrived(_ packed: UInt64, crcGood: Bool) -> BRAHeaderResponse {
    let header = BRAHeader(packed: packed)
    let isSelected = registers.isSelected(by: header.device)
    let takes = crcGood && isSelected && readiness.isReady(forBlockAt: header.address)
    let response = target.receive(
      header: packed, crcGood: crcGood, isSelected: isSelected, ready: isReady && takes)
    if response == .failed { raiseBRAFailure() }
    return response
  }

  /// The data and its CRC are through; gives the footer response.
  mutating func dataEnded(crcGood: Bool) -> BRAFooterResponse {
    let response = target.endOfData(crcGood: crcGood)
    if response != .okGood { raiseBRAFailure() }
    return response
  }

  /// Latches BRA_Failure (open point A23).
  mutating func raiseBRAFailure() {
    registers[RegisterAddress.dp0IntStat] |= InterruptBit.braFailure
  }
}
