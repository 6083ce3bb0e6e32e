/// One transfer as it is worked out, in steps of many frames.
struct TransferForecast: Sendable {
  /// What it takes so far.
  var transfer = HostForecast.Transfer()
  /// How far the bus is.
  var clock: ForecastClock
  /// The frame of its first block.
  private(set) var firstBlock: UInt64?
  /// Where it takes Column 0.
  var calendar: Column0Calendar
  var pace: PaceForecast?
  private let syncWait: SyncWait
  var commandsInBatch = 0
  var followsPause = false

  /// A transfer in front of its first frame; its host's time in front of that is over. `keepsCalendar` says whether anybody
  /// wants to know where it takes Column 0.
  init(_ clock: ForecastClock, _ pace: PaceForecast?, _ syncWait: SyncWait, keepsCalendar: Bool) {
    self.clock = clock
    self.clock.begin()
    self.pace = pace
    self.syncWait = syncWait
    calendar = Column0Calendar(isKept: keepsCalendar)
    pauseForHost(pace?.framesInFront ?? 0)
  }

  // MARK: Commands and blocks

  /// Sends so many commands.
  mutating func send(_ count: Int, _ part: FramePart) {
    guard count > 0 else { return }
    transfer.frames[part] += UInt64(count)
    var left = count
    while left > 0 {
      // Where synchronisation points come in between, or others want to know, it matters when each command goes.
      let batch = pace.map { $0.commandsPerBatch - commandsInBatch } ?? left
      let run = clock.sync == nil && !calendar.isKept ? left : min(left, batch)
      let start = clock.frame
      transfer.frames.host += clock.send(UInt64(run))
      calendar.take(start, clock.frame - start)
      batches(run)
      left -= run
    }
  }

  /// Sends page registers and bytes, in whatever order.
  mutating func send(_ pages: Int, data bytes: Int) {
    send(pages + bytes, .data)
    transfer.frames.data -= UInt64(pages)
    transfer.frames.setup += UInt64(pages)
  }

  /// Sends the commands of a step, of which bank switches wait; the batch ends with the last.
  mutating func send(_ commands: HostCommands, _ step: StreamCommands) {
    guard !commands.isEmpty else { return }
    let part = step.part
    let runs = commands.runs
    for (index, run) in runs.enumerated() {
      send(run, part)
      waitForSwitch()
      transfer.frames[part] += 1
      calendar.take(clock.frame, 1)
      clock.switchBank(opens: step.enables && index == runs.count - 1)
      batches(1)
    }
    send(commands.count - runs.reduce(runs.count, +), part)
    endBatch()
  }

  /// Sends the first command of a step, which nobody answers.
  mutating func first(of commands: HostCommands, _ step: StreamCommands) {
    if commands[0].isBankSwitch { waitForSwitch() }
    send(1, step.part)
    endBatch()
  }

  /// Sends what a transfer over Column 0 is made of; only the first command where nobody answers.
  mutating func column0(_ parts: [Column0Batch], isAnswered: Bool) {
    guard isAnswered else {
      send(parts.isEmpty ? 0 : 1, parts.first?.part ?? .data)
      return endBatch()
    }
    for part in parts.dropLast() {
      send(part.pages, data: part.bytes)
      endBatch()
    }
    if let last = parts.last { send(last.pages, data: last.bytes) }
    tail { $0.endBatch() }
  }

  /// Does something at the pace of Column 0, after the host's time in front of a transfer.
  mutating func visit(_ other: PaceForecast?, _ body: (inout TransferForecast) -> Void) {
    let own = pace
    pace = other
    pauseForHost(pace?.framesInFront ?? 0)
    body(&self)
    pace = own
  }

  /// Does what is after the data if it is the last.
  mutating func close(isLast: Bool, _ body: (inout TransferForecast) -> Void) {
    if isLast { tail(body) } else { body(&self) }
  }

  /// The host is busy for so many slots from the next frame on.
  mutating func pause(slots: UInt64, _ shape: FrameShape) {
    pauseForHost(slots == 0 ? 0 : min(HostForecast.most, (slots - 1) / UInt64(shape.slots) + 1))
  }

  /// Sends so many blocks that only fill a buffer.
  mutating func fakes(_ count: Int) {
    guard count > 0 else { return }
    transfer.frames.data += UInt64(count)
    pass(UInt64(count))
    followsPause = false
  }

  /// Sends blocks once more.
  mutating func again(_ body: (inout TransferForecast) -> Void) {
    let before = transfer.frames.data
    body(&self)
    isAgain(since: before)
  }

  /// What was data since there were so many frames of it was sent before.
  mutating func isAgain(since before: UInt64) {
    transfer.frames.retry += transfer.frames.data - before
    transfer.frames.data = before
  }

  /// A bank switch waits.
  mutating func waitForSwitch() {
    let frames = syncWait.framesAhead(waited: 0, frame: clock.frame)
    transfer.frames.syncWait += frames
    pause(frames)
  }

  /// The commands that close are through.
  mutating func endsUnlike() {
    let commands = transfer.frames.teardown
    if let every = clock.syncFrames { transfer.unlikeEnd = min(commands, every) * commands / every }
  }

  /// Sends the blocks of so many bytes; some frames among them may have no room for one.
  mutating func blocks(_ bytes: Int, _ pattern: BlockPattern) {
    let start = Int(clock.framesSinceSSP % UInt64(pattern.period))
    let (blocks, pauses) = pattern.frames(for: bytes, from: start)
    if firstBlock == nil { firstBlock = clock.frame + UInt64(pattern.frames(for: 1, from: start).pauses) }
    transfer.frames.data += UInt64(blocks)
    transfer.frames.host += UInt64(pauses)
    pass(UInt64(blocks + pauses))
    followsPause = false
  }

  /// What comes now is after the data.
  mutating func tail(_ body: (inout TransferForecast) -> Void) {
    let before = transfer.clocked
    body(&self)
    transfer.tail = transfer.clocked - before
  }
}
