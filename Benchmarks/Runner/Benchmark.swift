internal import FrameSim

@main
enum Benchmark {
  static func main() {
    if CommandLine.arguments.count > 1 {
      let w = Workload.all[Int(CommandLine.arguments[1]) ?? 0];
      _ = SimulatorRunner.run(w, engine: .frame, hash: false); return
    }
    for workload in Workload.all {
      let peerHash = PeerRunner.run(workload, hash: true)?.levelHash ?? 0
      let frameHash = SimulatorRunner.run(workload, engine: .frame, hash: true).levelHash ?? 1
      var peer: [Double] = []
      var frame: [Double] = []
      var slot: [Double] = []
      for _ in 0..<3 {
        peer.append(PeerRunner.run(workload, hash: false)?.slotsPerSecond ?? 0)
        frame.append(SimulatorRunner.run(workload, engine: .frame, hash: false).slotsPerSecond)
        slot.append(SimulatorRunner.run(workload, engine: .slot, hash: false).slotsPerSecond)
      }
      let (p, f, s) = (median(peer) / 1e6, median(frame) / 1e6, median(slot) / 1e6)
      print(
        "\(workload.name): C \(Int(p)), slot \(Int(s)) (\(s / p)), frame \(Int(f)) (\(f / p)) hash \(peerHash == frameHash)"
      )
    }
  }
}
