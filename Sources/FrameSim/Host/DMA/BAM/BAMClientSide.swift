/// Another client: its descriptors, when they come, and what of its commands was on the wire.
struct BAMClientSide: Sendable {
  /// A command as it asks for it; nil for what it leaves as others set it.
  private struct Asked: Hashable, Sendable {
    var address: UInt32?
    var data: UInt32?
    var control: UInt32
    var transaction: Int
  }

  /// The descriptors of a transaction, and when they come.
  struct Arrival: Hashable, Sendable {
    var time: BAMTime
    var descriptors: [BAMDescriptor]
  }

  let name: String
  private let arrivals: [Arrival]
  /// The transaction that comes next.
  private var next = 0
  /// Descriptors of all transactions up to the end of each.
  private let ends: [Int]
  private let asked: [Asked]
  private let registers: Set<UInt32>
  private var commandsSeen = 0
  /// What the latest Write on the wire put into each register that it asks for, whoever sent it.
  private var written: [UInt32: UInt8] = [:]
  /// The command elements of all transactions.
  let elements: [UInt8]
  /// How long it waited for locks.
  var waitedNanoseconds: UInt64 = 0
  /// Whether its pipe was ended because a lock did not come back.
  var isDeadlocked = false

  /// A client whose command elements begin at an address.
  init(
    _ client: BAMClient, scratchpad: UInt32?, elementsAt address: UInt32, _ slotRateHz: UInt64
  ) {
    name = client.name
    var table = BAMElementTable(at: address)
    var asked: [Asked] = []
    var ends: [Int] = []
    let dummy = BAMCommandElement(write: 0, to: scratchpad ?? ManagerRegister.scratchpad.rawValue)
    arrivals = client.transactions.enumerated().map { index, transaction in
      let writes = transaction.writes.map { BAMChainBuilder.write($0.register, $0.value) }
      var descriptors = client.locks ? table.add([dummy], .lock) : []
      // It is a good client: it unlocks when its command has been on the wire.
      descriptors += table.add(writes, .nwd)
      if client.locks { descriptors += table.add([dummy], .unlock) }
      ends.append((ends.last ?? 0) + descriptors.count)
      asked += Self.asked(transaction, index)
      return Arrival(
        time: BAMTime(slot: 0).adding(transaction.atNanoseconds, slotRateHz), descriptors: descriptors)
    }
    elements = table.bytes
    self.ends = ends
    self.asked = asked
    registers = Set(asked.compactMap(\.address))
  }

  private static func asked(_ transaction: BAMClient.Transaction, _ index: Int) -> [Asked] {
    var address: UInt32?
    var data: UInt32?
    var asked: [Asked] = []
    for write in transaction.writes {
      switch write.register {
      case .commandAddress: address = write.value
      case .commandData: data = write.value
      case .commandControl:
        let address = address.map { $0 & 0xF_FFFF }
        if let control = CommandControl.command(in: write.value) {
          asked.append(Asked(address: address, data: data, control: control, transaction: index))
        }
      default: break
      }
    }
    return asked
  }

  // MARK: Time

  /// When its next descriptors come.
  var nextArrival: BAMTime { next < arrivals.count ? arrivals[next].time : .never }

  /// The descriptors that have come.
  mutating func arrive() -> [BAMDescriptor] {
    next += 1
    return arrivals[next - 1].descriptors
  }

  /// Nothing comes any more.
  mutating func leave() { next = arrivals.count }

  // MARK: What was on the wire

  /// One of its commands has been on the wire.
  mutating func commandEnded() { commandsSeen += 1 }

  /// A Write of whoever it was has been on the wire, and was answered with OK.
  mutating func saw(_ word: ControlWord) {
    let address = UInt32(word.deviceAddress) << 16 | UInt32(word.registerAddress)
    if registers.contains(address) { written[address] = word.data }
    guard word.deviceAddress == broadcastDevice else { return }
    for register in registers where register & 0xFFFF == address & 0xFFFF { written[register] = word.data }
  }

  /// The transactions of which a register does not hold what was to be written last.
  private var damaged: Set<Int> {
    var latest: [UInt32: Asked] = [:]
    for asked in asked.prefix(commandsSeen) where asked.control == CommandControl.write {
      if let address = asked.address, asked.data != nil { latest[address] = asked }
    }
    return Set(
      latest.filter { address, asked in written[address].map(UInt32.init) != asked.data.map { $0 & 0xFF } }
        .map(\.value.transaction))
  }

  /// What came of it, where so many descriptors are complete.
  func report(completed: Int) -> BAMReport.Client {
    var report = BAMReport.Client(name: name)
    report.transactions = arrivals.count
    report.finished = ends.indices.partitionPoint { ends[$0] > completed }
    report.damaged = damaged.count
    report.waitedNanoseconds = waitedNanoseconds
    report.isDeadlocked = isDeadlocked
    return report
  }
}
