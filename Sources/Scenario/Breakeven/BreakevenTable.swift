internal import FrameSim

/// The points of a break-even as a table of at most 80 columns.
struct BreakevenTable {
  private let points: [BreakevenPoint]
  private let table: TextTable?

  init(_ points: [BreakevenPoint], _ labels: PointLabels) {
    self.points = points
    let columns = Self.measures(points)
    guard points.count > 1 else {
      table = TextTable(columns)
      return
    }
    let number = TextTable.Column("#", points.indices.map { "\($0 + 1)" })
    // Names of axes are broken only where there is no room for whole ones; too many axes for a column each share one.
    let whole = TextTable([number] + labels.columns.map { Self.column($0, breaksName: false) } + columns)
    if let whole, !whole.isCut {
      table = whole
      return
    }
    let label = TextTable.Column("point", points.indices.map(labels.label), isLeft: true, least: 8)
    table =
      TextTable([number] + labels.columns.map { Self.column($0, breaksName: true) } + columns)
      ?? TextTable([number, label] + columns)
  }

  /// The table's lines.
  var lines: [String] { table?.lines ?? [] }

  /// What its headings mean.
  var notes: [String] {
    var notes = ["break-even: the smallest size from which on BRA is always faster"]
    if points.contains(where: { $0.offload != nil }) {
      notes.append(
        "replayed: blocks prepared once, and sent by an offload; fits: bytes that its memory holds")
    }
    if points.contains(where: { $0.phases != nil }) {
      notes.append("by phase: break-even over all start phases drawn; else the one that the seed draws")
    }
    if points.contains(where: { $0.policy != nil }) {
      notes.append("policy costs: mean time of a transfer, against the faster way for each size")
    }
    return notes.flatMap { DisplayWidth.wrapped($0, first: 2, indent: 2) }
  }

  // MARK: Columns

  /// Texts of an axis are cut to so many columns, so that one long value does not push out what was found.
  private static let widest = 28
  private static let narrowest = 8

  /// One axis: numbers to the right, words to the left.
  private static func column(
    _ axis: (name: String, values: [String]), breaksName: Bool
  ) -> TextTable.Column {
    let cells = axis.values.map { DisplayWidth.shortened($0, to: widest) }
    let width = max(10, cells.map { DisplayWidth.of($0) }.max() ?? 0)
    let isNumber = axis.values.allSatisfy { $0.first?.isNumber ?? false || $0.first == "-" }
    let title = breaksName ? WordParts.lines(axis.name, width: width).joined(separator: "\n") : axis.name
    return TextTable.Column(title, cells, isLeft: !isNumber, least: narrowest)
  }

  /// What was found; the columns with the highest ranks are the first to go where there is no room.
  private static func measures(_ points: [BreakevenPoint]) -> [TextTable.Column] {
    func column(
      _ title: String, rank: Int? = nil, _ cell: (BreakevenPoint) -> String
    ) -> TextTable.Column { TextTable.Column(title, points.map(cell), rank: rank) }
    func text(_ value: Int?) -> String { value.map { "\($0)" } ?? "-" }
    func share(_ percent: Int, rank: Int) -> TextTable.Column {
      column("\(percent) %", rank: rank) { point in
        text(point.shares.first { $0.percent == percent }?.bytes)
      }
    }
    var columns: [TextTable.Column] = []
    if Set(points.map(\.bytesPerFrame)).count > 1 {
      columns.append(
        column("bytes/\nframe", rank: 4) { $0.bytesPerFrame > 0 ? format($0.bytesPerFrame, digits: 3) : "-" })
    }
    columns.append(column("set-up\nframes", rank: 3) { $0.setupFrames.map { "\($0)" } ?? "-" })
    columns.append(column("first\nwin", rank: 5) { text($0.firstWinBytes) })
    columns.append(column("break-\neven") { text($0.breakEvenBytes) })
    if points.contains(where: { $0.closedForm != nil }) {
      // A closed form that disagrees is never left out.
      columns.append(
        column("closed\nform", rank: points.allSatisfy(\.agrees) ? 4 : nil) { point in
          point.closedForm.map { text($0.breakEvenBytes) + (point.agrees ? "" : " !") } ?? ""
        })
    }
    if points.contains(where: { $0.offload != nil }) {
      columns.append(
        column("replayed\nbreak-even") {
          text($0.offload?.breakEvenBytes) + ($0.offload?.agrees == false ? " !" : "")
        })
      columns.append(column("replayed\nfits", rank: 3) { text($0.offload?.largestBytes) })
    }
    if points.contains(where: { $0.phases != nil }) {
      columns.append(
        column("by phase") { $0.phases.map { "\($0.percentile(0)) to \($0.percentile(100))" } ?? "-" })
      columns.append(column("mean", rank: 6) { $0.phases.map { format($0.mean, digits: 1) } ?? "-" })
    }
    if points.contains(where: { $0.policy != nil }) {
      columns.append(
        column("sizes\nover BRA", rank: 6) {
          $0.policy.map { "\($0.sizesOverBRA) of \($0.sizes)" } ?? "-"
        })
      columns.append(column("with\npolicy", rank: 2) { $0.policy.map { SI.text($0.seconds, "s") } ?? "-" })
      columns.append(column("best\nchoice", rank: 2) { $0.policy.map { SI.text($0.best, "s") } ?? "-" })
      columns.append(
        column("policy\ncosts") { $0.policy.map { "+\(format($0.costShare * 100, digits: 1)) %" } ?? "-" })
    }
    return columns + [share(50, rank: 9), share(80, rank: 8), share(90, rank: 1), share(95, rank: 7)]
  }
}
