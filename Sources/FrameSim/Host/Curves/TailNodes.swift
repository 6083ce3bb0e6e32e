/// How bus and conductor stood at the cuts of transfers' ends, each once.
struct TailNodes {
  /// One of them, at slot 0, not in a pause.
  private struct Node {
    let bus: Bus
    let conductor: Conductor<TransferProgram>
    let standing: ConductorStanding
  }

  /// No more than so many are kept.
  static let most = 4096

  private let device: Int
  private let sampleInterval: Int
  private let skipsPauses: Bool
  /// Frames from one synchronisation point to the next; nil where none is given.
  private let syncFrames: UInt64?
  private var nodes: [Node] = []
  private var buckets: [Int: [Int]] = [:]

  /// Of a transfer and of shorter ones.
  init(_ simulation: Simulation, _ request: TransferRequest) {
    device = request.device
    sampleInterval = simulation.host.geometry(for: simulation.bus.shape).sampleInterval
    skipsPauses = simulation.engine == .frame
    syncFrames = SyncPoints.frames(
      interval: simulation.syncInterval, sampleInterval: sampleInterval,
      slotsPerFrame: simulation.bus.shape.slots)
  }

  /// How things stand in front of the next frame; nil where that cannot be said, or too many are known.
  mutating func node(_ conductor: borrowing Conductor<TransferProgram>, _ bus: borrowing Bus) -> Int? {
    guard let still = bus.standing(sampleInterval: sampleInterval, device: device) else { return nil }
    let standing = ConductorStanding(conductor)
    var hasher = Hasher()
    hasher.combine(still.standingHash)
    hasher.combine(standing)
    let hash = hasher.finalize()
    for index in buckets[hash] ?? []
    where nodes[index].standing == standing && still.difference(from: nodes[index].bus) == nil {
      return index
    }
    guard nodes.count < Self.most else { return nil }
    buckets[hash, default: []].append(nodes.count)
    nodes.append(Node(bus: still, conductor: copy conductor, standing: standing))
    return nodes.count - 1
  }

  /// Bus and conductor as they stand at a node, in front of a pause, and so many frames in front of one at whose end a
  /// synchronisation point is due; nil where that cannot be.
  func standing(
    at index: Int, _ pause: TailPause?, due: UInt64
  ) -> (conductor: Conductor<TransferProgram>, bus: Bus)? {
    var (conductor, bus) = (nodes[index].conductor, nodes[index].bus)
    if due < .max {
      guard let syncFrames, due < syncFrames, age(&bus, (syncFrames - 1 - due) * UInt64(bus.shape.slots))
      else { return nil }
    }
    conductor.stand(inFrontOf: &bus, skipsPauses: skipsPauses)
    conductor.lead.program.stand(inFrontOf: pause, conductor.view)
    guard conductor.framesToSyncPoint == due, conductor.pauseAhead == pause else { return nil }
    return (conductor, bus)
  }

  /// Makes the latest synchronisation point so many slots old; false where that is another place in the windows.
  private func age(_ bus: inout Bus, _ slots: UInt64) -> Bool {
    let place = bus.manager.slotsSinceSSP
    guard slots % UInt64(sampleInterval) == place % UInt64(sampleInterval), (slots == 0) == (place == 0)
    else { return false }
    bus.manager.slotsSinceSSP = slots
    for index in bus.peripherals.indices where bus.peripherals[index].slotsSinceSSP == place {
      bus.peripherals[index].slotsSinceSSP = slots
    }
    return true
  }
}
