internal import Foundation
internal import FrameSim

extension ScenarioRun {
  /// The result for a person: the transfers side by side.
  ///
  /// `statistics` adds which engine ran and how many frames it handed over.
  public func report(statistics choice: EngineChoice? = nil) -> String {
    var lines = heading
    for group in groups { lines += [""] + table(of: group) }
    for comparison in comparisons {
      lines += [
        "",
        "\(comparison.bra) (BRA) is \(format(comparison.ratio, digits: 3)) times as fast as "
          + "\(comparison.column0) (Column 0): \(comparison.braFrames) frames against "
          + "\(comparison.column0Frames).",
      ]
    }
    let failed = outcomes.filter { !$0.passed }
    lines += [
      "",
      "expectations: \(outcomes.count - failed.count) of \(outcomes.count) hold",
    ]
    lines += failed.map {
      "  not so: \($0.name) is \($0.actual.text(.compact)), expected \($0.expected.text(.compact))"
    }
    if let choice {
      let handedOver = statistics.handedOver.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { ", \($0.value) handed over (\($0.key.rawValue))" }.joined()
      let skipped = statistics.skipped > 0 ? ", \(statistics.skipped) Pings skipped" : ""
      lines.append("engine \(choice.rawValue): \(statistics.frames) frames\(skipped)\(handedOver)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let bus = scenario.bus
    let capacity = dp0Capacity.mean(DP0Limits())
    return [
      scenario.name,
      "  \(bus.shape.rows) rows x \(bus.shape.columns) columns = \(bus.shape.slots) slots per frame, "
        + "clock \(SI.text(Double(bus.clockHz), "Hz"))",
      "  \(SI.text(Double(bus.slotRateHz), "slot/s")), \(SI.text(bus.frameRateHz, "frame/s")), "
        + (capacity > 0
          ? "BRA carries \(format(capacity, digits: 3)) data bytes per frame" : "no room for BRA on DP0"),
      "  seed \(seed)",
    ]
  }

  /// A terminal holds some four transfers side by side.
  private var groups: [Range<Int>] {
    stride(from: 0, to: results.count, by: 4).map { $0..<min($0 + 4, results.count) }
  }

  private func table(of group: Range<Int>) -> [String] {
    var columns = group.map { column(of: scenario.transfers[$0], results[$0]) }
    guard let rows = columns.first?.indices else { return [] }
    let shown = rows.filter { row in columns.contains { !$0[row].isEmpty } }
    columns = columns.map { column in shown.map { column[$0] } }
    guard let titles = columns.first?.map(\.title) else { return [] }
    let titleWidth = titles.map(\.count).max() ?? 0
    let widths = columns.map { column in column.map(\.value.count).max() ?? 0 }
    return titles.indices.map { row in
      var line = titles[row].padding(toLength: titleWidth, withPad: " ", startingAt: 0)
      for (column, width) in zip(columns, widths) {
        line += "  " + String(repeating: " ", count: width - column[row].value.count) + column[row].value
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func column(
    of transfer: ScenarioTransfer, _ result: TransferResult
  ) -> [ReportRow] {
    let measure = TransferMeasure(result: result, bus: scenario.bus)
    let frames = result.frames
    let path = transfer.path == .bra ? "BRA" : "Column 0"
    var rows: [ReportRow] = [
      ReportRow("transfer", transfer.name),
      ReportRow("  way", "\(path) \(transfer.operation.rawValue)"),
      ReportRow("  status", result.error.map { "failed, \($0.errno.rawValue)" } ?? "ok"),
      ReportRow("  bytes", "\(transfer.bytes)"),
      ReportRow("frames", "\(frames.total)"),
      ReportRow("  set-up", "\(frames.setup)", isEmpty: frames.setup == 0),
      ReportRow("  sync wait", "\(frames.syncWait)", isEmpty: frames.syncWait == 0),
      ReportRow("  data", "\(frames.data)", isEmpty: frames.data == 0),
      ReportRow("  teardown", "\(frames.teardown)", isEmpty: frames.teardown == 0),
      ReportRow("  retries", "\(frames.retry)", isEmpty: frames.retry == 0),
      ReportRow("  host", "\(frames.host)", isEmpty: frames.host == 0),
      ReportRow("time", SI.text(measure.seconds, "s")),
      hostRow("  wire time", measure, frames.total - frames.host, isEmpty: frames.host == 0),
      hostRow("  host, set-up", measure, result.hostFrames.setup),
      hostRow("  host, data", measure, result.hostFrames.data),
      hostRow("  host, teardown", measure, result.hostFrames.teardown),
      ReportRow("throughput", SI.text(measure.bytesPerSecond, "B/s")),
      ReportRow("ceiling", SI.text(measure.ceiling, "B/s")),
      ReportRow("efficiency", percent(measure.efficiency)),
      ReportRow("slots", "\(result.split.total)"),
    ]
    let total = Double(max(1, result.split.total))
    rows += result.split.parts.map {
      ReportRow("  " + $0.title, percent(Double($0.slots) / total), isEmpty: $0.slots == 0)
    }
    return rows
  }

  /// The time of so many frames.
  private func hostRow(
    _ title: String, _ measure: TransferMeasure, _ frames: UInt64, isEmpty: Bool? = nil
  ) -> ReportRow {
    ReportRow(
      title, SI.text(Double(frames) / measure.bus.frameRateHz, "s"), isEmpty: isEmpty ?? (frames == 0))
  }

  private func percent(_ share: Double) -> String { format(share * 100, digits: 2) + " %" }
}

/// One row of a report's table.
private struct ReportRow {
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

/// A number with so many digits behind the point, trailing zeros cut where it is whole.
func format(_ value: Double, digits: Int) -> String {
  value == value.rounded() && value.magnitude < 1e15 && digits > 2
    ? String(Int64(value)) : String(format: "%.\(digits)f", value)
}

/// Quantities with the prefixes of the International System.
enum SI {
  /// A value with four significant digits and its unit, for example `86.15 ms`.
  static func text(_ value: Double, _ unit: String) -> String {
    let prefixes: [(Double, String)] = [
      (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"),
    ]
    guard value > 0, let (scale, prefix) = prefixes.first(where: { value >= $0.0 * 0.99995 }) ?? prefixes.last
    else { return "0 \(unit)" }
    let scaled = value / scale
    let digits = scaled >= 999.95 ? 0 : scaled >= 99.995 ? 1 : scaled >= 9.9995 ? 2 : 3
    var text = String(format: "%.\(digits)f", scaled)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return "\(text) \(prefix)\(unit)"
  }
}
