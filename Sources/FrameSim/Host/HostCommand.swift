/// One step of opening or closing a BRA transfer, before its bank is known.
enum HostCommand: Hashable, Sendable {
  /// Reads a register of the Peripheral.
  case read(UInt8)
  /// Writes back what the read before returned, under a mask.
  case writeBack(UInt8, mask: UInt8)
  /// Writes a register of the Peripheral.
  case write(UInt8, UInt8)
  /// Broadcasts FrameCtrl of a bank: the bus works with that bank from the next frame on.
  case switchBank(Int)

  var isBankSwitch: Bool {
    if case .switchBank = self { true } else { false }
  }
}

extension TransferSetup {
  static func channel(_ bank: Int, enabled: Bool) -> HostCommand {
    .write(RegisterAddress.banked(RegisterAddress.dp0ChannelEn, bank: bank), enabled ? 1 : 0)
  }

  /// Linux's program-params block: one read and seven writes, in this order.
  static func programParameters(_ geometry: PortGeometry, bank: Int) -> [HostCommand] {
    typealias R = RegisterAddress
    return [
      .read(R.dp0PortCtrl),
      .writeBack(R.dp0PortCtrl, mask: 0xF0),
      .write(R.dp0BlockCtrl1, geometry.wordLengthValue),
      .write(R.banked(R.dp0SampleCtrl1, bank: bank), geometry.sampleIntervalValue.low),
      .write(R.banked(R.dp0OffsetCtrl1, bank: bank), geometry.blockOffsetValue.low),
      .write(R.banked(R.dp0OffsetCtrl2, bank: bank), geometry.blockOffsetValue.high),
      .write(R.banked(R.dp0SampleCtrl2, bank: bank), geometry.sampleIntervalValue.high),
      .write(R.banked(R.dp0HCtrl, bank: bank), geometry.hControlValue),
    ]
  }

  static func filler(_ geometry: PortGeometry, bank: Int) -> HostCommand {
    .write(
      RegisterAddress.banked(RegisterAddress.dp0SampleCtrl1, bank: bank), geometry.sampleIntervalValue.low)
  }
}
