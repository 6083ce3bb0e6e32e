/// What a command may do with a register: the access column of the tables in sections 8.3 and 8.4.
struct RegisterAccess: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let read = RegisterAccess(rawValue: 1)
  static let write = RegisterAccess(rawValue: 2)
  /// Written ones clear bits of what is read.
  static let clears = RegisterAccess(rawValue: 4)

  /// The access of each of the 256 addresses of the control port and DP0, for a Peripheral with or without DP0.
  static func table(hasDP0: Bool) -> [RegisterAccess] {
    var table = [RegisterAccess](repeating: [], count: 256)
    func allow(_ access: RegisterAccess, _ registers: UInt8...) {
      for register in registers { table[Int(register)] = access }
    }
    typealias R = RegisterAddress
    allow([.read, .write, .clears], R.scpIntStat1)
    allow([.read], R.scpIntStat2, R.scpIntStat3)
    allow([.read, .write], R.scpIntMask1, R.scpCtrl, R.scpSystemCtrl, R.scpDevNumber)
    allow([.read, .write], R.scpAddrPage1, R.scpAddrPage2, R.scpBusClockBase, R.scpPHYOutCtrl0)
    allow([.write], R.scpCommit)
    for register in R.scpDevID0...R.scpDevID5 { allow([.read], register) }
    for index: UInt8 in 0..<4 {
      allow([.read, .write, .clears], R.scpSDCAIntStat1 + index)
      allow([.read, .write], R.scpSDCAIntMask1 + index)
    }
    for bank in 0...1 {
      // FrameCtrl is write-only: a read is Ignored (open point A13).
      allow([.write], R.banked(R.scpFrameCtrl, bank: bank))
      allow([.read, .write], R.banked(R.scpBusClockScale, bank: bank))
    }
    guard hasDP0 else { return table }
    allow([.read, .write, .clears], R.dp0IntStat)
    allow([.read, .write], R.dp0IntMask, R.dp0PortCtrl, R.dp0BlockCtrl1, R.dp0PrepareCtrl)
    allow([.read], R.dp0PrepareStatus)
    for bank in 0...1 {
      for register in [
        R.dp0ChannelEn, R.dp0SampleCtrl1, R.dp0SampleCtrl2, R.dp0OffsetCtrl1, R.dp0OffsetCtrl2, R.dp0HCtrl,
      ] {
        allow([.read, .write], R.banked(register, bank: bank))
      }
    }
    return table
  }
}
