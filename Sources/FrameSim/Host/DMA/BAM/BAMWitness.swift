internal import BRAEncoder

/// Sees what was on the wire, and holds it against what the driver asked for: knows no descriptor and no lock.
struct BAMWitness: Sendable {
  /// What came of a chain of descriptors.
  private struct Account: Sendable {
    /// Bytes that were asked for, and not asked for anew by another chain.
    var asked: Int
    /// Where in the buffer they end.
    var end: Int
    /// Those that a good block carried to, or from, their addresses.
    var right = 0
    /// Those that blocks carried elsewhere.
    var stray = 0
    /// Those of blocks that were not good: no register of the Manager is to blame for what follows.
    var bad = 0
    /// Those that Column 0 wrote over after that.
    var overwritten = 0
    /// The register write of another that was the latest to the port of commands.
    var latestOfCommands: Int?
    /// The latest to each register of the port of DP0.
    var latestOfDP0: [ManagerRegister: Int] = [:]

    var isDamaged: Bool { right < asked || overwritten > 0 }
  }

  /// What another's write did.
  private struct Effect: Sendable {
    var stray = 0
    var lost = 0
    var commands = 0
    var overwritten = 0
  }

  private var accounts: [Account] = []
  private var extents: [BAMChain.Extent] = []
  private var commands: [BAMChain.Asked] = []
  private var nextCommand = 0
  /// What the driver's latest Read brought.
  private var valueRead: UInt8 = 0
  /// All bytes of the transfer, and where they go, for writes.
  private let payload: [UInt8]
  private let places: [BAMChain.Extent]
  /// One after the last byte that a good block carried.
  private var watermark = 0
  private var interleaved: [BAMReport.Interleaving] = []
  private var effects: [Effect] = []
  /// The page registers of each device, as far as they were seen.
  private var pages: [Int: (UInt8, UInt8)] = [:]

  /// Of a transfer of so many bytes, whose places are in order.
  init(payload: [UInt8] = [], places: [BAMChain.Extent] = []) {
    self.payload = payload
    self.places = places
  }

  // MARK: What is asked

  /// A chain is issued.
  mutating func begin(_ chain: BAMChain) {
    accounts.append(
      Account(
        asked: chain.extents.reduce(0) { $0 + $1.count },
        end: chain.extents.last.map { $0.offset + $0.count } ?? 0))
    extents = chain.extents
    commands = chain.commands
    nextCommand = 0
  }

  /// What lies after a place of the buffer is asked for anew, or goes another way.
  mutating func isAskedAnew(from offset: Int) {
    for index in accounts.indices.reversed() where accounts[index].asked > 0 {
      let bytes = min(accounts[index].asked, accounts[index].end - offset)
      guard bytes > 0 else { break }
      accounts[index].asked -= bytes
      accounts[index].right = min(accounts[index].right, accounts[index].asked)
    }
  }

  // MARK: What was there

  /// Another client wrote a register in the middle of it; `isStreaming` says whether blocks were under way.
  mutating func interleave(_ write: BAMReport.Interleaving, isStreaming: Bool) {
    let index = interleaved.count
    interleaved.append(write)
    effects.append(Effect())
    guard write.before != write.value || !write.register.isOfDP0, !accounts.isEmpty else { return }
    if write.register.isOfDP0, isStreaming {
      accounts[accounts.count - 1].latestOfDP0[write.register] = index
    }
    if write.register.isOfCommands { accounts[accounts.count - 1].latestOfCommands = index }
  }

  /// A command of the driver has been on the wire.
  mutating func command(_ word: ControlWord) {
    guard nextCommand < commands.count else { return }
    let asked = commands[nextCommand]
    nextCommand += 1
    let isRight =
      asked.isRead == (word.opcode == Command.Opcode.read) && asked.device == word.deviceAddress
      && asked.register == word.registerAddress
      && (asked.isRead || word.data == asked.value ?? valueRead & (asked.mask ?? .max))
    if asked.isRead { valueRead = word.data }
    if !isRight, let index = accounts.last?.latestOfCommands { effects[index].commands += 1 }
  }

  /// A Write of whoever it was has been on the wire: it may write over what blocks brought. It `counts` where the transaction that
  /// brought that is not over.
  mutating func write(_ word: ControlWord, counts: Bool) {
    let device = word.deviceAddress
    var page = pages[device] ?? (0, 0)
    switch UInt8(exactly: word.registerAddress) {
    case RegisterAddress.scpAddrPage1: page.0 = word.data
    case RegisterAddress.scpAddrPage2: page.1 = word.data
    default: return counts ? overwrite(device, page, word) : ()
    }
    if device == broadcastDevice {
      for device in 0..<broadcastDevice { pages[device] = page }
    }
    pages[device] = page
  }

  private mutating func overwrite(_ device: Int, _ page: (UInt8, UInt8), _ word: ControlWord) {
    var address = UInt32(word.registerAddress)
    if address & 0x8000 != 0 {
      address = UInt32(page.0) << 23 | UInt32(page.1) << 15 | address & 0x7FFF
    }
    guard !payload.isEmpty, !accounts.isEmpty else { return }
    for place in places where [place.device, broadcastDevice].contains(device) && address >= place.address {
      let offset = place.offset + Int(address - place.address)
      guard offset < place.offset + place.count, offset < watermark, payload[offset] != word.data else {
        continue
      }
      accounts[accounts.count - 1].overwritten += 1
      if let index = accounts.last?.latestOfCommands { effects[index].overwritten += 1 }
    }
  }

  /// A block of the driver's data has been on the wire.
  mutating func block(_ request: BlockRequest, isGood: Bool) {
    guard !accounts.isEmpty else { return }
    guard isGood else {
      // One that went to where it was to go failed there.
      if rightBytes(request) == request.header.byteCount {
        accounts[accounts.count - 1].bad += request.header.byteCount
      }
      return
    }
    let header = request.header
    let right = rightBytes(request)
    let stray = header.byteCount - right
    accounts[accounts.count - 1].right += right
    accounts[accounts.count - 1].stray += stray
    watermark = max(watermark, request.offset + header.byteCount)
    if stray > 0, let account = accounts.last {
      for register in wrongRegisters(request) {
        if let index = account.latestOfDP0[register] { effects[index].stray += stray }
      }
    }
  }

  /// The registers that send a block elsewhere than its first byte was to go.
  private func wrongRegisters(_ request: BlockRequest) -> [ManagerRegister] {
    let index = extents.indices.partitionPoint {
      extents[$0].offset + extents[$0].count > request.offset
    }
    guard index < extents.count, extents[index].offset <= request.offset else { return [.dp0Count] }
    let (extent, header) = (extents[index], request.header)
    let wanted = extent.address &+ UInt32(request.offset - extent.offset)
    var wrong: [ManagerRegister] = []
    if wanted >> 16 != header.address >> 16 { wrong.append(.dp0AddressHigh) }
    if wanted & 0xFFFF != header.address & 0xFFFF { wrong.append(.dp0AddressLow) }
    if extent.device != header.device { wrong.append(.dp0Device) }
    if extent.isRead != (header.operation == .read) { wrong.append(.dp0Control) }
    // The block begins right, and goes on where another section was to be.
    return wrong.isEmpty ? [.dp0Count] : wrong
  }

  private func rightBytes(_ request: BlockRequest) -> Int {
    let header = request.header
    let range = request.offset..<request.offset + header.byteCount
    var right = 0
    var index = extents.indices.partitionPoint { extents[$0].offset + extents[$0].count > range.lowerBound }
    while index < extents.count, extents[index].offset < range.upperBound {
      let extent = extents[index]
      index += 1
      let part = range.clamped(to: extent.offset..<extent.offset + extent.count)
      let wanted = extent.address &+ UInt32(part.lowerBound - extent.offset)
      let found = header.address &+ UInt32(part.lowerBound - range.lowerBound)
      if wanted == found, extent.device == header.device, extent.isRead == (header.operation == .read) {
        right += part.count
      }
    }
    return right
  }

  /// Whether all commands of the latest chain have been on the wire.
  var sawAllCommands: Bool { nextCommand == commands.count }

  /// What was seen of page registers by another.
  mutating func takePages(of other: BAMWitness) { pages = other.pages }

  // MARK: What came of it

  /// Chains of which not every byte came through; the last is one where bytes were to follow, and did not.
  func damaged(isIncomplete: Bool) -> Int {
    let damaged = accounts.reduce(0) { $0 + ($1.isDamaged ? 1 : 0) }
    return damaged + (isIncomplete && accounts.last?.isDamaged == false ? 1 : 0)
  }
  var transactions: Int { accounts.count }

  /// The writes of others with what they did.
  var interleavings: [BAMReport.Interleaving] {
    var effects = effects
    for account in accounts {
      if account.bad == 0, let index = account.latestOfDP0.values.max() ?? account.latestOfCommands {
        effects[index].lost += max(0, account.asked - account.right - account.stray)
      }
    }
    return zip(interleaved, effects).map { write, effect in
      var write = write
      var parts: [String] = []
      if effect.commands > 0 {
        parts.append("\(counted(effect.commands, "command")) went out otherwise than asked")
      }
      if effect.overwritten > 0 { parts.append("\(counted(effect.overwritten, "byte")) written over") }
      if effect.stray > 0 { parts.append("\(counted(effect.stray, "byte")) went to other addresses") }
      if effect.lost > 0 { parts.append("\(counted(effect.lost, "byte")) did not go through") }
      write.effect = parts.isEmpty ? nil : parts.joined(separator: ", ")
      return write
    }
  }
}
