internal import FrameSim

/// What one workload gave in all engines: medians of interleaved rounds.
struct Row {
  let workload: Workload
  var peer: Double
  var slot: Double
  var frame: Double
  /// Whether all three put the same levels on the line and counted the same slots, frames and bytes.
  var agrees: Bool

  var frameRatio: Double { frame / peer }
  var slotRatio: Double { slot / peer }

  /// Measures a workload.
  init(_ workload: Workload, rounds: Int) {
    self.workload = workload
    let hashed = [
      PeerRunner.run(workload, hash: true), SimulatorRunner.run(workload, engine: .frame, hash: true),
      SimulatorRunner.run(workload, engine: .slot, hash: true),
    ]
    agrees = hashed.allSatisfy {
      $0?.levelHash == hashed[0]?.levelHash && $0?.slots == hashed[0]?.slots
        && $0?.frames == hashed[0]?.frames && $0?.bytesOk == UInt64(workload.bytes)
    }
    var peers: [Double] = []
    var frames: [Double] = []
    var slots: [Double] = []
    for _ in 0..<rounds {
      peers.append(PeerRunner.run(workload, hash: false)?.slotsPerSecond ?? 0)
      frames.append(SimulatorRunner.run(workload, engine: .frame, hash: false).slotsPerSecond)
      slots.append(SimulatorRunner.run(workload, engine: .slot, hash: false).slotsPerSecond)
    }
    peer = median(peers)
    frame = median(frames)
    slot = median(slots)
  }
}
