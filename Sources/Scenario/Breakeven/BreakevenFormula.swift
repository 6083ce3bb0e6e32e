internal import FrameSim

/// The closed form of both ways, in frames: a witness that shares no code with the simulation, nor how it counts payload bits
/// (`PayloadFormula`) and frames of host time.
///
/// BRA: commands + waits + host frames + ceil(bytes / D). Column 0: bytes + page registers + host frames. It exists where
/// D and the waits are constant: windows that divide the frame, and no sync pulse; where no transfer is so long that a
/// synchronisation point falls into it; and where no descriptor engine has times of its own.
struct BreakevenFormula: Sendable {
  /// Data bytes per block.
  let bytesPerFrame: Int
  /// Commands in front of the blocks and after them.
  let commandsBefore: Int
  let commandsAfter: Int
  /// Bank switches of a transfer and the frames each waits.
  let bankSwitches: Int
  let waitFrames: Int
  let address: UInt32
  /// Frames of host time after a batch, by its number of commands, and in front of a transfer.
  let braBatch: Batch
  let column0Batch: Batch

  /// How a host spends time on commands, in frames.
  struct Batch: Sendable {
    let commands: Int
    let fixedFrames: Int
    /// Frames after a batch of so many commands.
    let frames: @Sendable (Int) -> Int

    /// Host frames for a run of commands.
    func total(_ count: Int) -> Int {
      let (full, rest) = count.quotientAndRemainder(dividingBy: commands)
      return full * frames(commands) + (rest > 0 ? frames(rest) : 0)
    }
  }

  /// The formula's inputs for a point, or nil where there is no closed form.
  init?(
    _ host: HostConfiguration, bus: ScenarioBus, limits: DP0Limits, address: UInt32, maxBytes: Int
  ) {
    if case .bam = host.dma { return nil }
    let shape = bus.shape
    let geometry = host.geometry(for: shape)
    guard let bits = PayloadFormula(geometry).bits(rows: shape.rows, columns: shape.columns) else {
      return nil
    }
    var bytes = min(bits / 8 - 10, limits.maxBytesPerFrame, 470)
    guard bytes >= max(1, limits.blockAlignment) else { return nil }
    bytes -= bytes % max(1, limits.blockAlignment)
    bytesPerFrame = bytes
    switch host.syncWait {
    case .none: waitFrames = 0
    case .frames(let frames): waitFrames = frames
    case .pulse: return nil
    }
    switch host.setup {
    case .linux: (commandsBefore, commandsAfter, bankSwitches) = (19, 20, 4)
    case .commands(let count): (commandsBefore, commandsAfter, bankSwitches) = ((count + 1) / 2, count / 2, 2)
    case .alwaysOpen: (commandsBefore, commandsAfter, bankSwitches) = (0, 0, 0)
    }
    self.address = address
    braBatch = Self.batch(host.model, .bra, bus)
    column0Batch = Self.batch(host.model, .column0, bus)
    let open =
      host.setup == .alwaysOpen ? max(column0Frames(maxBytes), braFrames(maxBytes)) : openFrames(maxBytes)
    if Double(open) >= Self.framesToSync(host, bus) { return nil }
  }

  /// Frames from the first block to the bank switch that closes DP0: in Linux it is the tenth closing command, else the last.
  private func openFrames(_ bytes: Int) -> Int {
    let commands = bankSwitches == 4 ? 10 : commandsAfter
    return (bytes + bytesPerFrame - 1) / bytesPerFrame + commands + waitFrames + braBatch.total(commands)
  }

  /// Frames after which a synchronisation point is due, at least; windows divide the frame.
  private static func framesToSync(_ host: HostConfiguration, _ bus: ScenarioBus) -> Double {
    guard host.syncNanoseconds > 0 else { return .infinity }
    return (Double(host.syncNanoseconds) * 1e-9 * Double(2 * bus.clockHz) / Double(bus.shape.slots)).rounded(
      .down)
  }

  private static func batch(
    _ model: HostModel, _ path: TransferRequest.Path, _ bus: ScenarioBus
  ) -> Batch {
    guard case .pio(let pio) = model else { return Batch(commands: 1, fixedFrames: 0) { _ in 0 } }
    let feed = path == .bra ? pio.bra : pio.column0
    // The response is known when 47 rows and a slot of the frame are over; what is left of it is free.
    let columns = bus.shape.columns
    let ahead = pio.from == .response ? bus.shape.rows * columns - (47 * columns + 1) : 0
    return Batch(
      commands: feed.commandsPerBatch, fixedFrames: hostFrames(nanoseconds: feed.nanosecondsPerTransfer, bus)
    ) {
      hostFrames(
        nanoseconds: feed.nanosecondsPerBatch + UInt64($0) * feed.nanosecondsPerCommand, bus, ahead: ahead)
    }
  }

  /// The whole frames that a host time takes of which so many slots are free:
  /// ceil((nanoseconds x clockHz x 2 / 10^9 - ahead) / (rows x columns)), exactly.
  static func hostFrames(nanoseconds: UInt64, _ bus: ScenarioBus, ahead: Int = 0) -> Int {
    // All in 10^-9 of a slot; there are two slots in a cycle.
    let cycles = nanoseconds.multipliedFullWidth(by: UInt64(2 * bus.clockHz))
    let (low, borrow) = cycles.low.subtractingReportingOverflow(UInt64(ahead) * 1_000_000_000)
    if borrow, cycles.high == 0 { return 0 }
    let perFrame = UInt64(bus.shape.rows * bus.shape.columns) * 1_000_000_000
    let high = cycles.high - (borrow ? 1 : 0)
    guard high < perFrame else { return .max }
    let (whole, rest) = perFrame.dividingFullWidth((high, low))
    return Int(clamping: whole) + (rest > 0 ? 1 : 0)
  }

  /// Frames of a BRA transfer besides its blocks.
  var setupFrames: Int {
    commandsBefore + commandsAfter + bankSwitches * waitFrames + braBatch.fixedFrames
      + braBatch.total(commandsBefore) + braBatch.total(commandsAfter)
  }

  /// Frames of a BRA transfer of so many bytes.
  func braFrames(_ bytes: Int) -> Int { setupFrames + (bytes + bytesPerFrame - 1) / bytesPerFrame }

  /// Frames of a Column 0 transfer of so many bytes.
  func column0Frames(_ bytes: Int) -> Int {
    let commands = bytes + 2 * pages(bytes)
    return commands + column0Batch.fixedFrames + column0Batch.total(commands)
  }

  /// How often the page registers are written: at the start and at every 32 KiB border, from 0x8000 on.
  private func pages(_ bytes: Int) -> Int {
    let first = Int(address) / 0x8000
    let last = (Int(address) + bytes - 1) / 0x8000
    return last - max(first, 1) + 1 > 0 ? last - max(first, 1) + 1 : 0
  }

  /// The break-even that follows, up to a longest transfer, or nil.
  func breakEvenBytes(maxBytes: Int) -> Int? {
    var smallest: Int?
    for bytes in stride(from: maxBytes, through: 1, by: -1) {
      guard braFrames(bytes) < column0Frames(bytes) else { break }
      smallest = bytes
    }
    return smallest
  }
}
