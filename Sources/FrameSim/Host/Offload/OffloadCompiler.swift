internal import BRAEncoder

/// Compiles a message into the words of an offload instance, once, as `optimize` does.
struct OffloadCompiler {
  private(set) var image = OffloadImage()
  /// What a block may carry in every frame that carries any.
  private let fullBlock: Int
  /// Commands that are waiting to be written as one instruction.
  private var writes = 0

  /// The words of a message. `opening` and `closing` go around it where the program opens DP0 by itself; what they read is left
  /// out, as a recorded program can do nothing with it. `fullBlock` is the most that a block carries.
  init(
    _ message: OffloadMessage, fullBlock: Int, opening: [Command], closing: [Command], endsWithSync: Bool
  ) {
    self.fullBlock = max(1, fullBlock)
    image.opening = add(opening)
    for item in message.items {
      switch item {
      case .sleep(let frames): sleep(frames)
      case .move(let move) where move.request.path == .bra: addBlocks(move)
      case .move(let move): addCommands(move.request)
      }
    }
    image.closing = add(closing)
    flush()
    if endsWithSync { image.instructions.append(OffloadInstruction.sync(id: 0).word) }
  }

  private mutating func append(_ count: Int, _ instruction: (Int) -> OffloadInstruction) {
    var left = count
    while left > 0 {
      let part = min(left, OffloadInstruction.mostRepeats)
      image.instructions.append(instruction(part).word)
      left -= part
    }
  }

  /// Puts Writes into the data memory; their instruction follows when something else comes.
  @discardableResult
  private mutating func add(_ commands: [Command]) -> Range<Int> {
    let start = image.data.count
    image.data += commands.map { OffloadImage.word($0) }
    writes += commands.count
    return start..<image.data.count
  }

  private mutating func flush() {
    append(writes) { .writes($0) }
    writes = 0
  }

  private mutating func sleep(_ frames: Int) {
    flush()
    append(frames) { .sleep(frames: $0) }
  }

  // MARK: Column 0

  /// A message over Column 0, with its page registers as an ordinary one has them: at its start, and at every border.
  private mutating func addCommands(_ request: TransferRequest) {
    var done = 0
    for section in request.sections {
      var offset = 0
      while offset < section.byteCount {
        let address = section.address &+ UInt32(truncatingIfNeeded: offset)
        let isPaged = address >= Column0Program.pageBytes
        if isPaged, offset == 0 || address % Column0Program.pageBytes == 0 {
          image.pages.formUnion(add(OffloadCompiler.pages(address, request.device)))
        }
        let border = Int(Column0Program.pageBytes - address % Column0Program.pageBytes)
        let count = min(section.byteCount - offset, border)
        addRun(request, address, isPaged: isPaged, done..<done + count)
        offset += count
        done += count
      }
    }
  }

  /// Commands to registers that follow each other within a page.
  private mutating func addRun(
    _ request: TransferRequest, _ address: UInt32, isPaged: Bool, _ bytes: Range<Int>
  ) {
    func register(_ index: Int) -> UInt16 {
      let address = address &+ UInt32(truncatingIfNeeded: index)
      return UInt16(truncatingIfNeeded: isPaged ? address | Column0Program.pageBytes : address)
    }
    let device = request.device
    guard request.operation == .read else {
      return _ = add(
        bytes.enumerated().map {
          .write(device: device, register: register($0.offset), value: request.data[$0.element])
        })
    }
    flush()
    var done = 0
    while done < bytes.count {
      let count = min(bytes.count - done, OffloadInstruction.mostRepeats)
      image.data.append(OffloadImage.word(.read(device: device, register: register(done))))
      image.instructions.append(OffloadInstruction.reads(count).word)
      done += count
    }
  }

  /// The page registers for an address.
  private static func pages(_ address: UInt32, _ device: Int) -> [Command] {
    [(RegisterAddress.scpAddrPage1, 23), (RegisterAddress.scpAddrPage2, 15)].map { register, shift in
      .write(
        device: device, register: UInt16(register),
        value: UInt8(truncatingIfNeeded: address >> UInt32(shift)))
    }
  }

  // MARK: Blocks

  private mutating func addBlocks(_ move: OffloadMessage.Move) {
    flush()
    let request = move.request
    let isWrite = request.operation == .write
    let isInMemory = isWrite && move.place != .stream
    var cursor = BRACursor(sections: request.sections)
    var count = 0
    var done = 0
    while let extent = cursor.peek(upTo: fullBlock) {
      let header = BRAHeader(
        type: .active, operation: isWrite ? .write : .read, device: request.device, address: extent.address,
        byteCount: extent.byteCount)
      guard let header else { break }
      image.data += OffloadImage.words(
        header, isInMemory ? request.data[done..<done + extent.byteCount] : [])
      done += extent.byteCount
      count += 1
      cursor.pass(extent.byteCount)
    }
    append(count) { .blocks($0, isInMemory ? .inMemory : isWrite ? .fromStream : .toStream) }
  }
}
