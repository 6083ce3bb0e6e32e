internal import FrameSim

extension ScenarioRun {
  /// A line for each transfer, their total, and where all slots went.
  var transferList: [String] {
    let measures = results.map { TransferMeasure(result: $0, bus: scenario.bus) }
    let failed = results.count { $0.error != nil }
    let moved = results.reduce(0) { $0 + $1.bytesMoved }
    // Frames that several share count once.
    let seconds = scenario.bus.timeline.seconds(from: 0, to: slots.total)
    func column(
      _ title: String, total: String, isLeft: Bool = false, least: Int? = nil, rank: Int? = nil,
      _ cell: (Int) -> String
    ) -> TextTable.Column {
      TextTable.Column(title, results.indices.map(cell) + [total], isLeft: isLeft, least: least, rank: rank)
    }
    let again = results.reduce(0) { $0 + $1.retries }
    let fakes = results.reduce(0) { $0 + $1.fakeFrames }
    var columns = [
      column("#", total: "") { "\($0 + 1)" },
      column("transfer", total: "total", isLeft: true, least: 5) { scenario.transfers[$0].name },
      column("way", total: "", isLeft: true) { way(of: scenario.transfers[$0], results[$0]) },
      column("bytes\nmoved", total: "\(moved)") { "\(results[$0].bytesMoved)" },
      column("frames", total: "\(frames)") { "\(results[$0].frames.total)" },
    ]
    if again > 0 {
      columns.append(column("retries", total: "\(again)", rank: 2) { "\(results[$0].retries)" })
    }
    if fakes > 0 {
      columns.append(column("fake\nframes", total: "\(fakes)", rank: 2) { "\(results[$0].fakeFrames)" })
    }
    columns += [
      column("time", total: SI.text(seconds, "s")) { SI.text(measures[$0].seconds, "s") },
      column("throughput", total: SI.text(seconds > 0 ? Double(moved) / seconds : 0, "B/s"), rank: 1) {
        SI.text(measures[$0].bytesPerSecond, "B/s")
      },
      column("status", total: failed == 0 ? "ok" : "\(failed) failed", isLeft: true) {
        results[$0].error?.errno.rawValue ?? "ok"
      },
    ]
    let table = TextTable(columns)
    return (table?.lines ?? []) + [""] + wholeSplit
  }

  /// Where the slots of all transfers went.
  private var wholeSplit: [String] {
    let total = split.total
    let shown = split.parts.filter { $0.slots > 0 }
    let table = TextTable([
      TextTable.Column("slots", shown.map { "  " + $0.title }, isLeft: true),
      TextTable.Column("\(total)", shown.map { percent(Double($0.slots) / Double(max(1, total))) }),
    ])
    return table?.lines ?? []
  }
}
