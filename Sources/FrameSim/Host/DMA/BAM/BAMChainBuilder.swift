internal import BRAEncoder

/// Makes a chain, step by step.
struct BAMChainBuilder {
  /// Where the command elements of the host's pipe lie in its memory, those of the first other client, and how far apart others are.
  static let elementsAddress: UInt32 = 0x9000_0000
  static let clientElementsAddress: UInt32 = 0xA000_0000
  static let clientElementsBytes: UInt32 = 0x0100_0000
  /// Where the data lies.
  static let dataAddress: UInt32 = 0x8000_0000

  private let configuration: BAMConfiguration
  private(set) var chain = BAMChain()
  /// The dummy command; none without a register that it could write.
  private var dummies: [BAMDescriptor] = []
  /// The bank that the bus works with after all commands so far.
  private(set) var bank: Int

  /// A chain on a bus that works with a bank.
  init(_ configuration: BAMConfiguration, bank: Int) {
    self.configuration = configuration
    self.bank = bank
    // What dummy commands write comes first, whether there are any.
    if let scratchpad = configuration.scratchpad {
      dummies = chain.elements.add([BAMCommandElement(write: 0, to: scratchpad)])
    }
  }

  // MARK: Locks

  /// A dummy command, which writes 0 to the scratchpad register.
  mutating func dummy(_ flag: BAMFlags) {
    for var descriptor in dummies {
      descriptor.flags.formUnion(flag)
      chain.descriptors.append(descriptor)
    }
    if flag == .lock { chain.isLocked = true }
  }

  /// UNLOCK is left to the worker.
  mutating func unlockByWorker() {
    dummy(.unlock)
    chain.workerUnlock = chain.descriptors.popLast()
  }

  // MARK: Commands

  /// Commands to a device; those that open are required.
  mutating func add(_ commands: HostCommands, device: Int, opens: Bool, frameControl: UInt8) {
    guard !commands.isEmpty else { return }
    var elements: [BAMCommandElement] = []
    for index in 0..<commands.count {
      let command = commands[index]
      if command.isBankSwitch { bank = 1 - bank }
      let asked = asked(command, device, frameControl)
      elements += Self.elements(asked, writesBack: command.mask, isRequired: opens)
      chain.commands.append(asked)
    }
    if opens { chain.opens = true }
    // Nothing comes after what closes but UNLOCK and the interrupt: both wait for the last command's frame.
    add(elements, opens ? [] : .nwd)
  }

  private func asked(
    _ command: HostCommand, _ device: Int, _ frameControl: UInt8
  ) -> BAMChain.Asked {
    func asked(_ isRead: Bool, _ device: Int, _ register: UInt8, _ value: UInt8?) -> BAMChain.Asked {
      BAMChain.Asked(isRead: isRead, device: device & 15, register: UInt16(register), value: value)
    }
    switch command {
    case .read(let register): return asked(true, device, register, nil)
    case .writeBack(let register, let mask):
      var asked = asked(false, device, register, nil)
      asked.mask = mask
      return asked
    case .write(let register, let value): return asked(false, device, register, value)
    case .switchBank(let bank):
      let register = RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: bank)
      return asked(false, broadcastDevice, register, frameControl)
    }
  }

  private static func elements(
    _ asked: BAMChain.Asked, writesBack mask: UInt8?, isRequired: Bool
  ) -> [BAMCommandElement] {
    var elements = [write(.commandAddress, UInt32(asked.device) << 16 | UInt32(asked.register))]
    var control = asked.isRead ? CommandControl.read : CommandControl.write
    if let data = mask ?? asked.value, !asked.isRead { elements.append(write(.commandData, UInt32(data))) }
    if mask != nil { control = CommandControl.writeBack }
    if isRequired { control |= CommandControl.isRequired }
    return elements + [write(.commandControl, control)]
  }

  static func write(_ register: ManagerRegister, _ value: UInt32) -> BAMCommandElement {
    BAMCommandElement(write: value, to: register.rawValue)
  }

  // MARK: Blocks

  /// A stream of blocks: what starts it, and its data.
  mutating func add(_ extent: BAMChain.Extent) {
    chain.extents.append(extent)
    let control = extent.isRead ? StreamControl.read : StreamControl.write
    let start: [(ManagerRegister, UInt32)] = [
      (.dp0Device, UInt32(extent.device)), (.dp0AddressHigh, extent.address >> 16),
      (.dp0AddressLow, extent.address & 0xFFFF), (.dp0Count, UInt32(extent.count)),
      (.dp0Bank, UInt32(bank)), (.dp0Control, control),
    ]
    let fence = configuration.fence
    if fence == .no { chain.isUnfenced = true }
    // The pipe of commands knows of the data of a read by this alone.
    add(start.map { Self.write($0.0, $0.1) }, extent.isRead && fence != .no ? .nwd : [])
    addData(extent, fence)
  }

  private mutating func addData(_ extent: BAMChain.Extent, _ fence: BAMConfiguration.Fence) {
    var place = 0
    while place < extent.count {
      let size = min(configuration.descriptorBytes, extent.count - place)
      let address = Self.dataAddress &+ UInt32(extent.offset + place)
      place += size
      var descriptor = BAMDescriptor(address: address, size: UInt16(size))
      if extent.isRead {
        chain.readDescriptors.append(descriptor)
        continue
      }
      if fence == .all || fence == .last && place == extent.count { descriptor.flags.insert(.nwd) }
      chain.descriptors.append(descriptor)
    }
  }

  // MARK: Descriptors

  private mutating func add(_ elements: [BAMCommandElement], _ flags: BAMFlags) {
    chain.descriptors += chain.elements.add(elements, flags)
  }

  /// Marks the end of the data: the caller asks to be told.
  mutating func finish() {
    if let last = chain.descriptors.lastIndex(where: { !$0.flags.contains(.cmd) }) {
      chain.descriptors[last].flags.insert(.eot)
    }
    if !chain.readDescriptors.isEmpty {
      chain.readDescriptors[chain.readDescriptors.count - 1].flags.insert(.eot)
    }
  }
}

extension HostCommand {
  /// The mask of one that writes back.
  fileprivate var mask: UInt8? {
    if case .writeBack(_, let mask) = self { mask } else { nil }
  }
}
