internal import BRAEncoder

/// The Manager as the client of the engine: registers, the command that waits for its frame, and the stream of blocks.
///
/// The registers are live: a stream takes its next block's address, length and bank from them, whoever wrote them.
struct ManagerPort: Sendable {
  /// A command that was started.
  struct Started: Hashable, Sendable {
    var command: Command
    /// The pipe that started it.
    var pipe: Int
    /// Whether nothing follows where it fails.
    var isRequired: Bool
  }

  /// A stream of blocks.
  struct Stream: Hashable, Sendable {
    var isRead: Bool
    var pipe: Int
  }

  /// What it does not do any more, until the host looks.
  enum Stop: Hashable, Sendable {
    case nothing
    /// A block failed: data is thrown away.
    case blocks
    /// A required command failed: so are commands.
    case everything
  }

  /// Bytes that lie one after the other in the host's buffer.
  struct Run: Hashable, Sendable {
    var offset: Int
    var count: Int
  }

  private(set) var values: [UInt32] = Array(repeating: 0, count: ManagerRegister.allCases.count)
  /// The command that waits for its frame.
  private(set) var pending: Started?
  /// The one whose frame is on the wire.
  private(set) var onWire: Started?
  private(set) var stream: Stream?
  /// The block whose frame is on the wire.
  private(set) var block: Run?
  private(set) var stop = Stop.nothing
  /// What the latest Read of the host brought.
  private var valueRead: UInt8 = 0
  /// Data for writes, with its place in the host's buffer.
  private(set) var outgoing: [Run] = []
  private(set) var outgoingBytes = 0
  /// Data of reads that is not in memory yet.
  private(set) var incomingBytes = 0
  /// Where the data of the next read block goes.
  var readOffset = 0
  /// Data bytes for writes that are over: answered, or thrown away.
  private(set) var drained = 0
  /// Commands that each pipe has started, and those that are over.
  private(set) var commands: [(started: Int, ended: Int)]
  private(set) var streams = (started: 0, ended: 0)
  private let capacity: Int

  /// A port for so many pipes that holds so many bytes each way.
  init(pipes: Int, capacity: Int) {
    commands = Array(repeating: (0, 0), count: pipes)
    self.capacity = capacity
  }

  subscript(register: ManagerRegister) -> UInt32 {
    get { values[Int(register.rawValue / 4)] }
    set { values[Int(register.rawValue / 4)] = newValue }
  }

  // MARK: Registers

  /// Whether a write to a register has to wait: the command before has not its frame yet.
  func holds(_ register: ManagerRegister) -> Bool { register == .commandControl && pending != nil }

  /// Writes a register, for a pipe.
  mutating func write(_ value: UInt32, to register: ManagerRegister, pipe: Int) {
    self[register] = value
    switch register {
    case .commandControl: startCommand(value, pipe)
    case .dp0Control: controlStream(value, pipe)
    case .dp0Count: if value == 0, block == nil { endStream() }
    default: break
    }
  }

  private mutating func startCommand(_ control: UInt32, _ pipe: Int) {
    guard let command = command(control) else { return }
    commands[pipe].started += 1
    if stop == .everything, pipe == BAMSystem.hostPipe {
      commands[pipe].ended += 1
    } else {
      pending = Started(command: command, pipe: pipe, isRequired: control & CommandControl.isRequired != 0)
    }
  }

  private func command(_ control: UInt32) -> Command? {
    let device = Int(self[.commandAddress] >> 16 & 15)
    let register = UInt16(truncatingIfNeeded: self[.commandAddress])
    let value = UInt8(truncatingIfNeeded: self[.commandData])
    switch control & ~CommandControl.isRequired {
    case CommandControl.write: return .write(device: device, register: register, value: value)
    case CommandControl.read: return .read(device: device, register: register)
    case CommandControl.writeBack:
      return .write(device: device, register: register, value: valueRead & value)
    default: return nil
    }
  }

  private mutating func controlStream(_ control: UInt32, _ pipe: Int) {
    switch control {
    case StreamControl.write, StreamControl.read:
      let isRead = control == StreamControl.read
      // Only a pipe with data can start one; any may turn it round.
      guard pipe == BAMSystem.hostPipe else {
        stream?.isRead = isRead
        return
      }
      streams.started += 1
      if stop == .nothing, self[.dp0Count] > 0 {
        stream = Stream(isRead: isRead, pipe: pipe)
      } else {
        streams.ended += 1
      }
    default: if stream != nil, block == nil { endStream() } else { self[.dp0Count] = 0 }
    }
  }

  private mutating func endStream() {
    if stream != nil { streams.ended += 1 }
    stream = nil
  }

  // MARK: Data

  /// How many bytes it takes now; what it throws away needs no room.
  var room: Int { stop == .nothing ? capacity - outgoingBytes : .max }

  /// Takes bytes of the host's buffer.
  mutating func take(_ run: Run) {
    guard stop == .nothing else { return drained += run.count }
    outgoingBytes += run.count
    if let last = outgoing.last, last.offset + last.count == run.offset {
      outgoing[outgoing.count - 1].count += run.count
    } else {
      outgoing.append(run)
    }
  }

  /// Gives bytes of reads to memory.
  mutating func give(_ count: Int) { incomingBytes -= count }

  private mutating func throwAway() {
    drained += outgoingBytes
    outgoing = []
    outgoingBytes = 0
  }

  // MARK: Frames

  /// The address of the next block.
  var address: UInt32 { self[.dp0AddressHigh] << 16 | self[.dp0AddressLow] & 0xFFFF }

  /// The block for a frame with room for so many data bytes, in which the bus works with a bank; nil where there is none.
  func nextBlock(full: Int, bank: Int) -> BlockRequest? {
    guard let stream, self[.dp0Bank] == UInt32(bank) else { return nil }
    var count = min(full, Int(self[.dp0Count]))
    var offset = readOffset
    if stream.isRead {
      guard count <= capacity - incomingBytes else { return nil }
    } else {
      guard let first = outgoing.first, outgoingBytes >= count else { return nil }
      count = min(count, first.count)
      offset = first.offset
    }
    guard count > 0,
      let header = BRAHeader(
        type: .active, operation: stream.isRead ? .read : .write, device: Int(self[.dp0Device] & 15),
        address: address, byteCount: count)
    else { return nil }
    return BlockRequest(header: header, offset: offset)
  }

  /// The command that waits has its frame.
  mutating func commandGoes() {
    onWire = pending
    pending = nil
  }

  /// A block has its frame.
  mutating func blockGoes(_ request: BlockRequest) {
    let count = request.header.byteCount
    block = Run(offset: request.offset, count: count)
    if request.header.operation == .write {
      outgoingBytes -= count
      outgoing[0].offset += count
      outgoing[0].count -= count
      if outgoing[0].count == 0 { outgoing.removeFirst() }
    }
    let next = address &+ UInt32(count)
    self[.dp0AddressHigh] = next >> 16
    self[.dp0AddressLow] = next & 0xFFFF
    self[.dp0Count] -= UInt32(count)
  }

  /// The frame with its command is over. Gives the command.
  mutating func commandEnded(_ outcome: FrameOutcome) -> Started? {
    guard let started = onWire else { return nil }
    onWire = nil
    commands[started.pipe].ended += 1
    if case .read = started.command { valueRead = outcome.controlWord.data }
    if outcome.response != .ok, started.isRequired { stopEverything() }
    return started
  }

  private mutating func stopEverything() {
    stop = .everything
    if let pending, pending.pipe == BAMSystem.hostPipe {
      commands[pending.pipe].ended += 1
      self.pending = nil
    }
    endStream()
    throwAway()
  }

  /// The frame with its block is over; `fails` says that the stream ends with it.
  mutating func blockEnded(isRead: Bool, fails: Bool) {
    guard let run = block else { return }
    block = nil
    if isRead {
      incomingBytes += run.count
      readOffset += run.count
    } else {
      drained += run.count
    }
    if fails {
      stop = .blocks
      throwAway()
    }
    if fails || self[.dp0Count] == 0 { endStream() }
  }

  // MARK: The host

  /// Whether nothing of the host is under way.
  var isFreeOfHost: Bool {
    stream == nil && block == nil && pending?.pipe != BAMSystem.hostPipe
      && onWire?.pipe != BAMSystem.hostPipe
  }

  /// The host looks at what has stopped, and goes on.
  mutating func goOn() { stop = .nothing }

  /// The host takes back everything that is not on the wire.
  mutating func reset() {
    if let pending, pending.pipe == BAMSystem.hostPipe {
      commands[pending.pipe].ended += 1
      self.pending = nil
    }
    endStream()
    throwAway()
    incomingBytes = 0
    stop = .nothing
  }
}
