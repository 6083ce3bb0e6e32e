import BRAEncoder
import FrameSim
import WireDecoder

/// What became of a transfer, read off the line: both engines share the host's judgement, so that comparing them cannot
/// find a mistake in it.
///
/// It knows what the host sent in each frame and where DP0 lay; what was answered, which bytes came and what that means
/// it reads from the levels, with the wire decoder and the tables of the protocol reference (sections 4.2, 11.3, 11.4)
/// and host reference 3.
struct WireOracle {
  private let request: TransferRequest
  private let responses: ResponsePolicy
  private let check: ResponseCheck
  /// What the host sends again.
  private let retry: RetryPolicy
  /// How often the block at hand, or all of them, failed: because the Target was not ready, and otherwise.
  private var failures = (notReady: 0, bad: 0)
  /// Whether the blocks at hand have been on the line before.
  private var isAgain = false
  /// Whether the rest goes over Column 0, and how many of its bytes were tried over BRA.
  private var fallsBack = false
  private var tried = 0
  private var repeats: UInt64 = 0
  private var blocks = BlockCounts()
  private var commands = CommandCounts()
  private var frames: UInt64 = 0
  private var slots: UInt64 = 0
  private var bytesMoved = 0
  /// Where the caller's bytes belong, and which of them were sent or asked for, whatever the response.
  private var bytes: WireBytes
  private var data: [UInt8] = []
  private var errno: TransferErrno?
  /// Whether the page registers are known: a page that was disturbed, and answered OK all the same, leads elsewhere.
  private var knowsPage = true
  /// What was wrong with a single frame.
  private var complaint: String?

  init(_ request: TransferRequest, _ host: HostConfiguration) {
    self.request = request
    responses = host.responses
    check = host.check
    retry = host.retry ?? RetryPolicy()
    bytes = WireBytes(request)
  }

  /// Takes the next frame of the transfer, and the bus after it; `isQuiet` says that nothing disturbed the line, and
  /// no device drove what was not its own.
  mutating func take(_ frame: ObservedFrame, isQuiet: Bool, _ bus: borrowing Bus) {
    let shape = WireShape(rows: frame.outcome.shape.rows, columns: frame.outcome.shape.columns)
    let levels = (0..<shape.slots).map { slot -> UInt8 in
      UInt8(frame.levels[slot / 64] >> UInt64(63 - slot % 64) & 1)
    }
    let line = WireLine(levels: levels, from: 0, levelBefore: UInt8(frame.startLevel))
    var bits: UInt64 = 0
    for row in 0..<48 { bits = bits << 1 | UInt64(line.bits[row * shape.columns]) }
    let word = WireControlWord(bits: bits)
    frames += 1
    slots += UInt64(shape.slots)
    if isQuiet { check(word, frame.plan.command) }
    var isAccess = true
    switch frame.plan.command {
    case .ping:
      commands.ping += 1
      isAccess = false
    case .read: commands.read += 1
    case .write: commands.write += 1
    }
    if frame.plan.block != nil {
      let geometry = WireGeometry(
        hStart: frame.geometry.hStart, hStop: frame.geometry.hStop,
        sampleInterval: frame.geometry.sampleInterval, wordLength: frame.geometry.wordLength,
        blockOffset: frame.geometry.blockOffset)
      let places = WirePlacement.places(
        of: geometry, in: shape, slotsSinceSSP: Int(frame.slotsSinceSSP % UInt64(geometry.sampleInterval)))
      take(
        WireBlock(payload: places.map { line.bits[$0.row * shape.columns + $0.column] }), frame, isQuiet, bus)
    } else if isAccess, !fallsBack || frame.part != .teardown {
      // After blocks that failed nobody minds what closes the stream.
      take(word, frame, isQuiet, bus)
    }
    if frame.part == .retry { repeats += 1 }
  }

  /// What a result says that the line does not, or nil.
  func complaint(about result: TransferResult) -> String? {
    if let complaint { return complaint }
    // Refused in front of its first frame, or a DP0 that never opened: the line tells nothing of it.
    guard frames > 0, result.error?.errno != .timedOut else { return nil }
    if result.error?.errno != errno {
      return
        "the error is \(result.error?.errno.rawValue ?? "none"), on the line it is \(errno?.rawValue ?? "none")"
    }
    if result.blocks != blocks { return "the blocks are \(result.blocks), on the line \(blocks)" }
    if result.commands != commands { return "the commands are \(result.commands), on the line \(commands)" }
    if result.frames.total != frames { return "frames: \(result.frames.total), on the line \(frames)" }
    if result.retries != repeats { return "retries: \(result.retries), on the line \(repeats)" }
    if result.duration != slots { return "slots: \(result.duration), on the line \(slots)" }
    if result.bytesMoved != bytesMoved { return "bytes: \(result.bytesMoved), on the line \(bytesMoved)" }
    if (result.course.fallback != nil) != fallsBack { return "whether the rest goes over Column 0" }
    if request.operation == .read, Array(result.data.prefix(data.count)) != data {
      return "the bytes that were read are not those on the line"
    }
    return nil
  }

  private mutating func complain(_ isWrong: Bool, _ what: @autoclosure () -> String) {
    if isWrong, complaint == nil { complaint = what() }
  }

  private mutating func fail(_ errno: TransferErrno) {
    if self.errno == nil { self.errno = errno }
  }
}

// MARK: - Column 0

extension WireOracle {
  /// The command on an undisturbed line is the one that was sent.
  private mutating func check(_ word: WireControlWord, _ command: Command) {
    switch command {
    case .ping(let ssp):
      complain(!word.isPing || word.ssp != ssp, "a Ping is not on the line")
    case .read(let device, let register):
      complain(
        !word.isRead || word.device != device || word.register != Int(register), "a Read is not on the line")
    case .write(let device, let register, let value):
      complain(
        !word.isWrite || word.device != device || word.register != Int(register) || word.data != value,
        "a Write is not on the line")
    }
  }

  /// The answer to a command (section 4.2): NAK aborts it, without ACK nobody took it.
  private mutating func take(
    _ word: WireControlWord, _ frame: ObservedFrame, _ isQuiet: Bool, _ bus: borrowing Bus
  ) {
    let address = dataAddress(frame.plan.command)
    if address != nil, fallsBack {
      let place = bytesMoved
      let part: FramePart = place < tried ? .retry : .data
      complain(frame.part != part, "byte \(place) over Column 0 is \(frame.part), and not \(part)")
    }
    if word.nak {
      fail(.io)
    } else if !word.ack {
      fail(.noData)
    } else if let address {
      if request.operation == .read { data.append(word.data) }
      if isQuiet, knowsPage, request.operation == .write {
        checkArrival([request.data[bytesMoved]], at: address, bus)
      }
      bytesMoved += 1
    } else if !isQuiet {
      knowsPage = false
    }
  }

  /// The address of the data byte that a command of a Column 0 transfer moves; nil for everything around the data.
  private func dataAddress(_ command: Command) -> UInt32? {
    guard request.path == .column0 || fallsBack, bytesMoved < request.bytes else { return nil }
    let address = bytes.addresses[bytesMoved]
    let register: UInt16
    switch command {
    case .ping: return nil
    case .read(_, let number): register = number
    case .write(_, let number, _): register = number
    }
    // After a page the data registers have bit 15, and the page registers have not.
    return address >= 0x8000 && register < 0x8000 ? nil : address
  }
}

// MARK: - Blocks

extension WireOracle {
  private static var ack: UInt8 { 0x08 }
  private static var nak: UInt8 { 0x10 }
  /// NotReady in the header response, Bad in the footer.
  private static var refusal: UInt8 { 0x20 }

  private mutating func take(
    _ block: WireBlock, _ frame: ObservedFrame, _ isQuiet: Bool, _ bus: borrowing Bus
  ) {
    // A disturbed header says something else than what the Initiator works with.
    guard let sent = frame.plan.block?.header else { return }
    let count = sent.byteCount
    let start = self.bytes
    let places = self.bytes.take(count, at: sent.address)
    complain((frame.part == .retry) != isAgain, "a block is \(frame.part)")
    if isQuiet {
      let isRight =
        block.headerType == 3 && block.headerCRCOK && block.device == request.device
        && block.address == sent.address && block.byteCount == count
        && block.isWrite == (request.operation == .write)
      complain(!isRight || places == nil, "the header on the line is not that of the transfer's next block")
    }
    blocks.sent += 1
    let header = byte(7, of: block)
    let crc = byte(8 + count, of: block)
    let bytes = Array(block.bytes.dropFirst(8).prefix(count))
    let isCRCGood = crc.map { WireCRC.remainder(bytes + [$0]) == 0 } ?? false
    let footer = byte(9 + count, of: block)
    countOutcome(header, isCRCGood, footer)
    defer { if check == .atEnd, self.bytes.isAtEnd { lookInTheEnd() } }
    let own = places ?? []
    if let errno = failure(header, isCRCGood, footer) {
      if check == .atEnd { fail(errno) } else { blockFailed(errno, start, own.count { $0 != nil }) }
      return
    }
    if check == .perBlock {
      isAgain = false
      failures = (0, 0)
    }
    if request.operation == .read {
      // After a block that failed they have their places, which are not counted here.
      if errno == nil { data += bytes }
    } else if isQuiet {
      let sent = own.map { $0.map { request.data[$0] } ?? request.gapFilling?.fill }
      complain(bytes.map(Optional.some) != sent, "the data on the line are not those of the transfer")
      if footer.map({ $0 & Self.refusal }) == 0 { checkArrival(bytes, at: block.address, bus) }
    }
    bytesMoved += own.count { $0 != nil }
  }

  /// Whether a host sends something again (section 11.6).
  private mutating func repeats(after errno: TransferErrno) -> Bool {
    if errno == .again { failures.notReady += 1 } else { failures.bad += 1 }
    return errno == .again ? failures.notReady <= retry.onNotReady : failures.bad <= retry.onBad
  }

  /// Whether what fails goes over Column 0, which reaches addresses below 0x80000000.
  private func fallsBack(from place: Int) -> Bool {
    retry.then == .column0 && bytes.addresses[place...].allSatisfy { $0 < 0x8000_0000 }
  }

  /// A host that looks at each block sends it again, as far as it may, or the rest of its bytes over Column 0.
  private mutating func blockFailed(_ errno: TransferErrno, _ start: WireBytes, _ own: Int) {
    isAgain = repeats(after: errno)
    if isAgain {
      bytes = start
    } else if fallsBack(from: bytesMoved) {
      fallsBack = true
      tried = bytesMoved + own
    } else {
      fail(errno)
    }
  }

  /// One that looks in the end sends everything again.
  private mutating func lookInTheEnd() {
    guard let failure = errno else { return }
    isAgain = repeats(after: failure)
    fallsBack = !isAgain && fallsBack(from: 0)
    guard isAgain || fallsBack else { return }
    errno = nil
    bytes = WireBytes(request)
    bytesMoved = 0
    data = []
    tried = request.bytes
  }

  private func byte(_ index: Int, of block: WireBlock) -> UInt8? {
    index < block.bytes.count ? block.bytes[index] : nil
  }

  /// Which outcome a block counts to (sections 11.3 and 11.4): the first response that is not OK decides.
  private mutating func countOutcome(_ header: UInt8?, _ isCRCGood: Bool, _ footer: UInt8?) {
    func isAborted(_ response: UInt8) -> Bool { response & Self.nak != 0 }
    func isAnswered(_ response: UInt8) -> Bool { response & Self.ack != 0 }
    guard let header else { return blocks.aborted += 1 }
    if isAborted(header) {
      if isAnswered(header) { blocks.aborted += 1 } else { blocks.nak += 1 }
    } else if !isAnswered(header) {
      blocks.ignored += 1
    } else if header & Self.refusal != 0 {
      blocks.notReady += 1
    } else if let footer {
      if isAborted(footer) {
        if isAnswered(footer) { blocks.aborted += 1 } else { blocks.nak += 1 }
      } else if !isAnswered(footer) {
        blocks.ignored += 1
      } else if footer & Self.refusal != 0 || request.operation == .read && !isCRCGood {
        blocks.bad += 1
      } else {
        blocks.ok += 1
      }
    } else {
      blocks.aborted += 1
    }
  }

  /// The errno a block fails its transfer with (host reference 3), or nil.
  private func failure(_ header: UInt8?, _ isCRCGood: Bool, _ footer: UInt8?) -> TransferErrno? {
    guard let header else { return .io }
    if header & Self.nak != 0 { return .io }
    if header & Self.ack == 0 { return .noData }
    if responses == .strict, header & Self.refusal != 0 { return .again }
    if request.operation == .read, !isCRCGood { return .io }
    guard let footer else { return .io }
    if footer & Self.nak != 0 { return .io }
    if footer & Self.ack == 0 { return .noData }
    return responses == .strict && footer & Self.refusal != 0 ? .io : nil
  }

  /// Bytes that the only device of that number took are in its memory.
  private mutating func checkArrival(_ bytes: [UInt8], at address: UInt32, _ bus: borrowing Bus) {
    let devices = bus.peripherals.indices.filter { bus.peripherals[$0].deviceNumber == request.device }
    guard address >= 0x2000, devices.count == 1, let device = devices.first else { return }
    for (index, byte) in bytes.enumerated() {
      let place = address &+ UInt32(index)
      // After the last address comes the first (open point A28), where registers are.
      guard place >= 0x2000 else { continue }
      let isMissing = bus.peripherals[device].memory.stored(place) != byte
      complain(isMissing, "a byte was taken at address \(place), and is not in memory")
    }
  }
}
