internal import FrameSim

extension ScenarioRun {
  /// Tables of transfers side by side, with all there is to say of each: as many in one as 80 columns hold.
  var transferDetails: [[String]] {
    let all = zip(scenario.transfers, results).map { rows(of: $0, $1) }
    var tables: [[String]] = []
    var group: [[DetailRow]] = []
    for rows in all {
      if group.count == Self.mostColumns || Self.table(of: group + [rows]) == nil {
        tables.append(Self.table(of: group)?.lines ?? [])
        group = []
      }
      group.append(rows)
    }
    if let table = Self.table(of: group) { tables.append(table.lines) }
    return tables
  }

  /// More columns in a table are hard to tell apart.
  private static let mostColumns = 4

  private static func table(of transfers: [[DetailRow]]) -> TextTable? {
    guard let titles = transfers.first?.map(\.title) else { return nil }
    let shown = titles.indices.filter { row in transfers.contains { !$0[row].isEmpty } }
    var columns = [TextTable.Column("transfer", shown.dropFirst().map { titles[$0] }, isLeft: true)]
    for rows in transfers {
      let cells = shown.dropFirst().map { rows[$0].value }
      // The name alone may give way, as far as the numbers below it.
      let least = max(8, cells.map { DisplayWidth.of($0) }.max() ?? 0)
      columns.append(TextTable.Column(rows.first?.value ?? "", cells, least: least))
    }
    return TextTable(columns)
  }

  private func rows(of transfer: ScenarioTransfer, _ result: TransferResult) -> [DetailRow] {
    let measure = TransferMeasure(result: result, bus: scenario.bus)
    let frames = result.frames
    var rows: [DetailRow] = [
      DetailRow("transfer", transfer.name),
      DetailRow("  way", way(of: transfer, result)),
      DetailRow("  status", result.error.map { "failed, \($0.errno.rawValue)" } ?? "ok"),
      DetailRow(
        "  during", DisplayWidth.shortened(transfer.during?.transfer ?? "", to: 24),
        isEmpty: transfer.during == nil),
      DetailRow("  bytes", "\(transfer.bytes)", isEmpty: transfer.call != nil),
      DetailRow(
        "  bytes moved", "\(result.bytesMoved)",
        isEmpty: transfer.call == nil && (!transfer.isStream || scenario.host.interface.sends == 1)),
      DetailRow("  sections", "\(sections(transfer, result).count)", isEmpty: !lists(transfer, result)),
      DetailRow(
        "  interface", transfer.isStream ? interfaceText : "",
        isEmpty: !transfer.isStream || interfaceText.isEmpty),
      DetailRow("  DMA buffers", result.course.dma?.buffersText ?? "", isEmpty: result.course.dma == nil),
    ]
    rows += bamRows(result) + callRows(of: transfer, result)
    rows += [
      DetailRow(
        "  over Column 0",
        "\(result.course.column0Bytes) B"
          + (result.course.fallback.map { ", after \($0.errno.rawValue)" } ?? ""),
        isEmpty: result.course.column0Bytes == 0),
      DetailRow("frames", "\(frames.total)"),
      DetailRow("  set-up", "\(frames.setup)", isEmpty: frames.setup == 0),
      DetailRow("  sync wait", "\(frames.syncWait)", isEmpty: frames.syncWait == 0),
      DetailRow("  data", "\(frames.data)", isEmpty: frames.data == 0),
      DetailRow("    of them fake", "\(result.fakeFrames)", isEmpty: result.fakeFrames == 0),
      DetailRow("  teardown", "\(frames.teardown)", isEmpty: frames.teardown == 0),
      DetailRow("  retries", "\(frames.retry)", isEmpty: frames.retry == 0),
      DetailRow("  host", "\(frames.host)", isEmpty: frames.host == 0),
      DetailRow("time", SI.text(measure.seconds, "s")),
      hostRow("  wire time", measure, frames.total - frames.host, isEmpty: frames.host == 0),
      hostRow("  host, set-up", measure, result.hostFrames.setup),
      hostRow("  host, data", measure, result.hostFrames.data),
      hostRow("  host, teardown", measure, result.hostFrames.teardown),
      DetailRow("throughput", SI.text(measure.bytesPerSecond, "B/s")),
      DetailRow("ceiling", SI.text(measure.ceiling, "B/s")),
      DetailRow("efficiency", percent(measure.efficiency)),
      DetailRow("slots", "\(result.split.total)"),
    ]
    let total = Double(max(1, result.split.total))
    rows += result.split.parts.map {
      DetailRow("  " + $0.title, percent(Double($0.slots) / total), isEmpty: $0.slots == 0)
    }
    return rows
  }

  /// The time of so many frames.
  private func hostRow(
    _ title: String, _ measure: TransferMeasure, _ frames: UInt64, isEmpty: Bool? = nil
  ) -> DetailRow {
    DetailRow(
      title, SI.text(Double(frames) / measure.bus.frameRateHz, "s"), isEmpty: isEmpty ?? (frames == 0))
  }
}

/// One row of the details of a transfer.
struct DetailRow {
  let title: String
  let value: String
  /// Whether it says nothing: left out where that is so in every column.
  let isEmpty: Bool

  init(_ title: String, _ value: String, isEmpty: Bool = false) {
    self.title = title
    self.value = value
    self.isEmpty = isEmpty
  }
}
