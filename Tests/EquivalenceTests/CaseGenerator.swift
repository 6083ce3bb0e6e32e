import BRAEncoder
import FrameSim

/// Makes random cases, one per index; the same seed and index always make the same case.
///
/// A case is made while it runs: what comes next is chosen by what the bus looks like then, so that most of it means
/// something. What was chosen is kept, and runs again without the generator.
struct CaseGenerator {
  let seed: UInt64
  let index: UInt64
  var work: Dice
  private(set) var flips: FlipGenerator

  init(seed: UInt64, index: UInt64) {
    self.seed = seed
    self.index = index
    work = Dice(seed: seed, case: index, stream: "work")
    flips = FlipGenerator(dice: Dice(seed: seed, case: index, stream: "flips"))
  }

  /// Makes and runs a case; gives it as far as it ran, and what went wrong.
  mutating func run(_ coverage: inout Coverage) -> (case: EquivalenceCase, mismatch: Mismatch?) {
    var made = makeBus()
    var pair = EnginePair(made)
    let target = made.kind == .host ? work.int(1...10) : work.int(10...120)
    while made.steps.count < target, pair.hasRoom {
      var step = EquivalenceCase.Step(work: nextWork(made, pair.slow.bus))
      let mismatch = pair.perform(&step, making: &flips, &coverage)
      made.steps.append(step)
      if let mismatch {
        return (made, mismatch)
      }
    }
    let mismatch = pair.finish()
    coverage.note(made, pair, flips)
    return (made, mismatch)
  }

  private mutating func nextWork(_ made: EquivalenceCase, _ bus: Bus) -> EquivalenceCase.Work {
    switch made.kind {
    case .host: return hostWork(made, bus)
    case .frames: return twinWork(made) ?? hostlessWork(bus)
    case .mixed: return twinWork(made) ?? (work.chance(6) ? hostWork(made, bus) : hostlessWork(bus))
    }
  }

  private mutating func hostWork(_ made: EquivalenceCase, _ bus: Bus) -> EquivalenceCase.Work {
    work.chance(5) ? group(made, bus) : .transfer(transfer(made, bus))
  }

  /// Two devices of one number are to have interrupts that they can tell of: both are enabled, and one of them will have none.
  private func twinWork(_ made: EquivalenceCase) -> EquivalenceCase.Work? {
    guard made.hasTwins, made.steps.count < 2 else { return nil }
    let (register, value): (UInt16, UInt8) = made.steps.isEmpty ? (0x41, 7) : (0x01, 4)
    return .frame(FramePlan(.write(device: 1, register: register, value: value)), dataSeed: 0)
  }

  /// A transfer over BRA, mostly, and one or two beside it, often where its blocks go.
  private mutating func group(_ made: EquivalenceCase, _ bus: Bus) -> EquivalenceCase.Work {
    var lead = transfer(made, bus)
    if !work.chance(8) { lead.path = .bra }
    let others = (0..<work.int(1...2)).map { _ in
      var other = transfer(made, bus)
      if !work.chance(8) { other.path = .column0 }
      if work.chance(2) {
        let address = lead.address &+ UInt32(work.int(0...60))
        other = TransferRequest(
          name: other.name, path: other.path, operation: other.operation, device: lead.device,
          address: address,
          bytes: other.bytes, data: other.data)
      }
      if other.path == .column0, other.bytes > 60 {
        other = other.prefix(60)
      }
      return SideTransfer(other, afterFrames: UInt64(work.chance(2) ? 0 : work.int(0...40)))
    }
    return .group(lead, others)
  }

  private mutating func hostlessWork(_ bus: Bus) -> EquivalenceCase.Work {
    switch work.int(0...59) {
    case 0...2: return .ready(work.int(0...bus.peripherals.count - 1), work.chance(2))
    case 3...4: return .policy(abandonsNotReady: work.chance(2), defersResponseCheck: work.chance(2))
    case 5...6:
      return .program(geometry(&work, bus.shape, fits: !work.chance(3)), enabled: !work.chance(4))
    default:
      let block = block(bus)
      let command = block.flatMap { collision(with: $0) } ?? command(bus)
      return .frame(FramePlan(command, block: block), dataSeed: work.word())
    }
  }
}

// MARK: - Transfers

extension CaseGenerator {
  /// An address that something interesting is at, or near.
  mutating func address(_ memory: [MemoryRegion]) -> UInt32 {
    let region = work.pick(memory, or: MemoryRegion(address: 0x2000, bytes: 16))
    switch work.int(0...11) {
    case 0...4: return region.address &+ UInt32(work.int(0...Int(min(region.bytes, 300)) - 1))
    case 5...6:
      let end = UInt32(truncatingIfNeeded: UInt64(region.address) + region.bytes)
      return end &- UInt32(work.int(0...20))
    case 7: return region.address &- UInt32(work.int(1...20))
    case 8: return UInt32(work.int(0...0xFF))
    case 9: return UInt32.max - UInt32(work.int(0...40))
    case 10:
      return UInt32(work.pick([0x2FF0, 0x7FFA, 0xFFF8, 0x1_0000, 0x4400_0FFE, 0x4400_7FFC], or: 0x2000))
    default: return UInt32(truncatingIfNeeded: work.word())
    }
  }

  private mutating func transfer(_ made: EquivalenceCase, _ bus: Bus) -> TransferRequest {
    let name = "t\(made.steps.count + 1)"
    let peripheral = work.pick(made.peripherals, or: PeripheralConfiguration(device: 1))
    var device = peripheral.device
    if work.chance(15) { device = work.int(0...15) }
    if work.chance(4) {
      let (register, value) = registerWrite(bus)
      return .write(
        [value], to: UInt32(register), device: device, via: work.chance(4) ? .bra : .column0, name: name)
    }
    let path: TransferRequest.Path = work.chance(3) ? .column0 : .bra
    let capacity = max(1, min(bus.shape.rows * (bus.shape.columns - 1) / 8 - 10, 120))
    var bytes = path == .bra ? work.int(1...3 * capacity) : work.int(1...12)
    if path == .column0, work.chance(12) { bytes = work.int(35...50) }
    let operation: TransferRequest.Operation = work.chance(2) ? .read : .write
    let data = operation == .write ? work.bytes(bytes) : []
    if work.chance(4) {
      let filling =
        operation == .write && work.chance(2)
        ? GapFilling(maxBytes: work.int(0...12), fill: work.byte()) : nil
      return TransferRequest(
        name: name, path: path, operation: operation, device: device,
        sections: sections(bytes, peripheral.memory),
        data: data, gapFilling: filling)
    }
    return TransferRequest(
      name: name, path: path, operation: operation, device: device, address: address(peripheral.memory),
      bytes: bytes, data: data)
  }

  /// So many bytes in up to five sections: near the one before, or anywhere.
  private mutating func sections(_ bytes: Int, _ memory: [MemoryRegion]) -> [BRASection] {
    var sections: [BRASection] = []
    var left = bytes
    var address = address(memory)
    while left > 0 {
      let count = sections.count == 4 ? left : work.int(1...left)
      BRASection(address: address, byteCount: count).map { sections.append($0) }
      left -= count
      let gap = work.chance(3) ? 0 : work.int(-8...20)
      address = work.chance(4) ? self.address(memory) : address &+ UInt32(truncatingIfNeeded: count + gap)
    }
    return sections
  }

  /// A write that changes what later frames are like.
  mutating func registerWrite(_ bus: Bus) -> (register: UInt16, value: UInt8) {
    switch work.int(0...17) {
    case 0...3: return (0x41, work.pick([3, 7, 1], or: 7))
    case 4...6: return (0x01, work.pick([4, 0xE7], or: 4))
    case 7: return (0x02, work.pick([0x10, 0x10, 0x40, 0], or: 0))
    case 8: return (work.chance(2) ? 0x60 : 0x70, bus.shape.registerValue)
    case 9: return (work.chance(2) ? 0x60 : 0x70, work.byte())
    case 10: return (0x46, UInt8(work.int(0...0x3F)))
    case 11: return (0x44, work.chance(3) ? 0x80 : 2)
    case 12: return (work.chance(2) ? 0x20 : 0x30, UInt8(work.int(0...1)))
    case 13: return (UInt16(work.int(0x22...0x26) + (work.chance(2) ? 16 : 0)), work.byte())
    case 14: return (0x40, work.byte())
    case 15: return (work.chance(2) ? 0x48 : 0x49, work.chance(2) ? 0 : work.byte())
    case 16: return (0x00, work.byte())
    default: return (UInt16(work.int(0...0xFF)), work.byte())
    }
  }
}

// MARK: - Single frames

extension CaseGenerator {
  private mutating func device() -> Int {
    work.pick([0, 1, 1, 1, 1, 1, 2, 2, 3, 4, 7, 11, 12, 13, 14, 15, 15, 15], or: 1)
  }

  private mutating func command(_ bus: Bus) -> Command {
    switch work.int(0...11) {
    case 0...3: return .ping
    case 4: return .ping(ssp: true)
    case 5...6: return .read(device: device(), register: register())
    case 7:
      // A bank switch of everybody, mostly to the same shape.
      let shapes = FrameShape.all.filter { $0.slots < 900 }
      let value = work.chance(4) ? work.pick(shapes, or: .reset).registerValue : bus.shape.registerValue
      return .write(device: broadcastDevice, register: work.chance(2) ? 0x60 : 0x70, value: value)
    case 8...9:
      var (register, value) = registerWrite(bus)
      var device = device()
      // Losing a device in every second case would leave little to look at.
      if register == 0x44 || register == 0x46 || register & 0xEF == 0x60, !work.chance(4) {
        (register, value) = (0x41, 7)
      }
      if register & 0xFFE0 == 0x20, !work.chance(3) { device = broadcastDevice }
      // By way of paging, where the page registers still lead there.
      if work.chance(8) { register |= 0x8000 }
      return .write(device: device, register: register, value: value)
    default: return .write(device: device(), register: register(), value: work.byte())
    }
  }

  private mutating func blockAddress() -> UInt32 {
    switch work.int(0...23) {
    case 0: UInt32(work.int(0...0x2010))
    case 1...3: UInt32(work.int(0x20...0x49))
    default: address(work.pick(Self.memories, or: []))
    }
  }

  /// Sometimes a command that reads or writes what the block beside it touches or sets; nil mostly.
  private mutating func collision(with block: BlockRequest) -> Command? {
    guard work.chance(6) else { return nil }
    let header = block.header
    if header.address < 0x100, work.chance(2) {
      // Which page it reaches may depend on what the block writes first.
      let register = 0x8000 | UInt16(work.pick([0x2000, 0x2008, 0x60, 0x26, 0x41], or: 0))
      return .write(device: header.device, register: register, value: work.byte())
    }
    let touched = header.address &+ UInt32(work.int(0...max(0, header.byteCount - 1)))
    let register =
      work.chance(2) ? UInt16(truncatingIfNeeded: touched) & 0x7FFF : work.pick([0x00, 0x40], or: 0)
    let device = work.chance(3) ? 1 : header.device
    return work.chance(2)
      ? .read(device: device, register: register)
      : .write(device: device, register: register, value: work.byte())
  }

  private mutating func register() -> UInt16 {
    switch work.int(0...5) {
    case 0: return UInt16(work.int(0...0xFF))
    case 1: return work.pick([0x00, 0x01, 0x40, 0x44, 0x46, 0x50, 0x51, 0x55, 0x60, 0x8041, 0x8046], or: 0)
    case 2: return 0x8000 | UInt16(work.int(0...0x7FFF))
    default: return UInt16(truncatingIfNeeded: address(work.pick(Self.memories, or: []))) & 0x7FFF
    }
  }

  private mutating func block(_ bus: Bus) -> BlockRequest? {
    guard !work.chance(4) else { return nil }
    let fitting = max(0, min(511, bus.manager.payloadBits / 8 - 10))
    var count = work.int(0...fitting)
    if work.chance(6) { count = fitting }
    if work.chance(14) { count = work.int(0...511) }
    let type = work.chance(10) ? work.pick([.idle, .reserved1, .reserved2], or: .idle) : BRAHeaderType.active
    let header = BRAHeader(
      type: type, operation: work.chance(2) ? .read : .write, device: device(),
      address: blockAddress(),
      byteCount: count)
    let offset = work.chance(8) ? work.int(-20...600) : 0
    return header.map { BlockRequest(header: $0, offset: offset) }
  }
}
