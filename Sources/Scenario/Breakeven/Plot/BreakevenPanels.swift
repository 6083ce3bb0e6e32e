internal import FrameSim

/// Small multiples: a panel for each point, all with the same axes.
struct BreakevenPanels {
  let points: [BreakevenPoint]
  let labels: PointLabels
  let title: String

  private static let width = 860.0
  private static let left = 76.0
  private static let right = 20.0
  private static let gap = 16.0

  /// As many as the table of the points has, where they fill one in their order.
  private var columns: Int {
    if let table = PlotTable(points, labels), (2...4).contains(table.columns.count),
      Array(table.cells.joined()) == Array(points.indices)
    {
      return table.columns.count
    }
    switch points.count {
    case ...1: return 1
    case 2, 4: return 2
    case ...9: return 3
    default: return 4
    }
  }

  var svg: String {
    let header = PlotHeader(title: title, subtitle: labels.common, width: Self.width)
    let columns = columns
    let count = Double(columns)
    let panelWidth = (Self.width - Self.left - Self.right - (count - 1) * Self.gap) / count
    let panelHeight = columns == 1 ? 340.0 : columns == 2 ? 230.0 : columns == 3 ? 180.0 : 150.0
    let captions = points.indices.map {
      SVGTextFit.lines(labels.label($0), width: (panelWidth - 4) / 1.1, size: 12, most: 2)
    }
    let captionLines = captions.map(\.count).max() ?? 0
    let captionHeight = 16 * Double(captionLines) + 6
    let rows = (points.count + columns - 1) / columns
    let legend = header.height + 18
    let top = legend + 16
    let rowHeight = captionHeight + panelHeight + 12
    let height = top + rowHeight * Double(max(1, rows)) + 50
    var svg = SVGWriter(
      width: Self.width, height: height, title: title, summary: BreakevenPlot.summary(points, labels))
    header.draw(into: &svg)
    drawLegend(at: legend, into: &svg)

    let plane = TimePlane(
      points, in: SVGBox(x: Self.left, y: top + captionHeight, width: panelWidth, height: panelHeight))
    for (index, point) in points.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let box = SVGBox(
        x: Self.left + Double(column) * (panelWidth + Self.gap),
        y: top + Double(row) * rowHeight + captionHeight, width: panelWidth, height: panelHeight)
      let caption = captions[index]
      svg.lines(
        caption, from: SVGPoint(x: box.x, y: box.y - 6 - 16 * Double(max(0, caption.count - 1))), step: 16,
        class: "strong")
      svg.group("panel") { svg in
        Self.draw(
          point, plane.moved(to: box), isLowest: index + columns >= points.count, isFirst: column == 0,
          into: &svg)
      }
    }
    svg.text(
      "transfer size in bytes", at: SVGPoint(x: Self.width / 2, y: height - 12), class: "soft",
      anchor: .middle)
    svg.text(
      "time of the transfer", at: SVGPoint(x: 18, y: top + rowHeight * Double(rows) / 2), class: "soft",
      anchor: .middle, turned: true)
    return svg.document
  }

  private func drawLegend(at y: Double, into svg: inout SVGWriter) {
    var entries: [(sign: PlotLegend.Sign, text: String)] = [
      (.line("bra1"), "BRA"), (.line("column0"), "Column 0"), (.mark, "break-even in bytes"),
    ]
    if points.contains(where: { $0.phases != nil }) { entries.append((.band, "break-even by start phase")) }
    if points.contains(where: { ($0.policy?.policy.minBytes ?? 1) > 1 }) {
      entries.append((.line("policy"), "shortest that the policy lets over BRA"))
    }
    PlotLegend(entries).draw(into: &svg, from: SVGPoint(x: PlotHeader.margin, y: y))
  }

  private static func draw(
    _ point: BreakevenPoint, _ plane: TimePlane, isLowest: Bool, isFirst: Bool, into svg: inout SVGWriter
  ) {
    plane.drawPhases(of: point, into: &svg)
    plane.drawAxes(into: &svg, sizeText: isLowest, timeText: isFirst)
    let box = plane.box
    guard !point.samples.isEmpty else {
      let lines = SVGTextFit.lines(reason(point), width: box.width - 24, size: 12, most: 6)
      let first = box.center.y + 4 - 8 * Double(lines.count - 1)
      svg.rectangle(
        SVGBox(
          x: box.x + 6, y: first - 18, width: box.width - 12, height: 16 * Double(lines.count) + 12),
        class: "surface")
      svg.lines(lines, from: SVGPoint(x: box.center.x, y: first), step: 16, class: "soft", anchor: .middle)
      return
    }
    plane.drawPolicy(of: point, into: &svg)
    plane.drawColumn0(of: point, into: &svg)
    plane.drawBRA(of: point, class: "bra1", into: &svg)
    guard let bytes = point.breakEvenBytes, let place = plane.breakEven(of: point) else {
      label("no break-even", near: box.right - 6, box, into: &svg, anchor: .end)
      return
    }
    svg.line(place, SVGPoint(x: place.x, y: box.bottom), class: "drop")
    svg.circle(place, radius: 4, class: "mark")
    // Below the crossing nothing else is drawn: right of it where there is room, else left.
    let text = "\(bytes)"
    let fits = place.x + 10 + SVGTextFit.width(text, size: 12) < box.right
    label(text, near: place.x + (fits ? 6 : -6), box, into: &svg, anchor: fits ? .start : .end)
  }

  /// A text at the bottom of a panel, on a patch that hides the grid behind it.
  private static func label(
    _ text: String, near x: Double, _ box: SVGBox, into svg: inout SVGWriter, anchor: SVGAnchor
  ) {
    let width = SVGTextFit.width(text, size: 12)
    let patch = SVGBox(
      x: anchor == .start ? x - 2 : x - width - 2, y: box.bottom - 20, width: width + 4, height: 16)
    svg.rectangle(patch, class: "surface", corner: 2)
    svg.text(text, at: SVGPoint(x: x, y: box.bottom - 8), class: "strong", anchor: anchor)
  }

  /// Why a panel is empty.
  private static func reason(_ point: BreakevenPoint) -> String {
    if let error = point.error { return "\(error.errno.rawValue): \(error.message)" }
    return point.bytesPerFrame > 0 ? "no sizes" : "no room for a BRA block"
  }
}
