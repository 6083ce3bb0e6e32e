/// Many points as a table of break-evens or costs: each number stands in its cell, the shade says how it compares.
struct BreakevenGrid {
  let table: PlotTable
  let points: [BreakevenPoint]
  let labels: PointLabels
  let title: String
  private let measure: PlotMeasure

  init(table: PlotTable, points: [BreakevenPoint], labels: PointLabels, title: String) {
    self.table = table
    self.points = points
    self.labels = labels
    self.title = title
    measure = PlotMeasure(points)
  }

  private static let cellHeight = 23.0

  var svg: String {
    let texts = points.map { measure.text($0) ?? "" }
    let widest = (texts + table.columns).map { SVGTextFit.width($0, size: 12) + 12 }.max() ?? 0
    // Wide enough for what a heading cannot be broken into.
    let parts = table.columns.flatMap { $0.split(separator: " ").flatMap { WordParts.of($0) } }
    let widestPart = parts.map { SVGTextFit.width($0, size: 11) * 1.1 + 8 }.max() ?? 0
    let cellWidth = max(52, min(widest, max(96, min(widestPart, 140))))
    let headings = table.columns.map { SVGTextFit.lines($0, width: (cellWidth - 6) / 1.1, size: 11, most: 4) }
    let rowTexts = table.rows.map { SVGTextFit.cut($0, to: 290, size: 12) }
    let rowWidth = (rowTexts + [table.rowHeading]).map { 1.1 * SVGTextFit.width($0, size: 12) }.max() ?? 0
    let left = PlotHeader.margin + min(rowWidth, 325) + 12
    let width = max(560, left + cellWidth * Double(table.columns.count) + PlotHeader.margin)
    let header = PlotHeader(title: title, subtitle: subtitle, width: width)
    let headingHeight = 14 * Double(headings.map(\.count).max() ?? 1)
    let top = header.height + 18 + headingHeight + 8
    let legend = top + Self.cellHeight * Double(table.rows.count) + 24
    let classes = HeatClasses(points.compactMap(measure.shade), most: SVGStyle.heatClasses)
    let keys = legendKeys(classes)
    let legendPlaces = Self.places(
      keys.map(\.text), from: SVGPoint(x: PlotHeader.margin, y: legend), width: width)
    let height = (legendPlaces.last?.y ?? legend) + 16

    var svg = SVGWriter(
      width: width, height: height, title: title, summary: BreakevenPlot.summary(points, labels))
    svg.hatchPattern()
    header.draw(into: &svg)
    svg.text(
      table.columnHeading, at: SVGPoint(x: left, y: header.height + 12), class: "soft")
    svg.text(
      SVGTextFit.cut(table.rowHeading, to: left - PlotHeader.margin - 8, size: 12),
      at: SVGPoint(x: left - 8, y: top - 8), class: "soft", anchor: .end)
    for (column, lines) in headings.enumerated() {
      let x = left + (Double(column) + 0.5) * cellWidth
      let first = top - 8 - 14 * Double(lines.count - 1)
      svg.lines(lines, from: SVGPoint(x: x, y: first), step: 14, class: "small strong", anchor: .middle)
    }
    for (row, text) in rowTexts.enumerated() {
      let y = top + Self.cellHeight * Double(row)
      svg.text(
        text, at: SVGPoint(x: left - 8, y: y + 16), class: "strong", anchor: .end,
        tooltip: text == table.rows[row] ? nil : table.rows[row])
      for (column, index) in table.cells[row].enumerated() {
        let box = SVGBox(
          x: left + Double(column) * cellWidth, y: y, width: cellWidth, height: Self.cellHeight)
        draw(points[index], classes, in: box, into: &svg)
      }
    }
    for (key, place) in zip(keys, legendPlaces) {
      let box = SVGBox(x: place.x, y: place.y - 11, width: 22, height: 14)
      svg.rectangle(box, class: key.style == "none" ? "frame" : key.style)
      if key.style == "none" { Self.dash(in: box, into: &svg) }
      if key.style.hasPrefix("heat") { svg.rectangle(box, class: "frame") }
      svg.text(key.text, at: SVGPoint(x: place.x + 30, y: place.y), class: "label")
    }
    return svg.document
  }

  private var subtitle: String {
    measure.explanation(withUnit: true) + labels.common
  }

  private func draw(
    _ point: BreakevenPoint, _ classes: HeatClasses, in box: SVGBox, into svg: inout SVGWriter
  ) {
    if let shade = measure.shade(point), let text = measure.text(point), let index = classes.index(of: shade)
    {
      svg.rectangle(box, class: "cell heat\(index + 1)")
      svg.text(
        text, at: SVGPoint(x: box.center.x, y: box.y + 16), class: "on\(index + 1)", anchor: .middle)
    } else if point.samples.isEmpty {
      svg.rectangle(box, class: "cell hatch")
    } else {
      Self.dash(in: box, into: &svg)
    }
  }

  /// The sign for a point that could be compared but has no break-even.
  private static func dash(in box: SVGBox, into svg: inout SVGWriter) {
    let middle = box.center
    svg.line(
      SVGPoint(x: middle.x - 5, y: middle.y), SVGPoint(x: middle.x + 5, y: middle.y), class: "leader")
  }

  private func legendKeys(_ classes: HeatClasses) -> [(style: String, text: String)] {
    var keys = classes.ranges.indices.map { (style: "heat\($0 + 1)", text: measure.text(classes.ranges[$0])) }
    if points.contains(where: { measure.shade($0) == nil && !$0.samples.isEmpty }) {
      keys.append(("none", "no break-even in the sizes compared"))
    }
    if points.contains(where: { $0.samples.isEmpty && $0.error == nil }) {
      keys.append(("hatch", "no room for a BRA block"))
    }
    if points.contains(where: { $0.error != nil }) {
      keys.append(("hatch", "refused or failed"))
    }
    return keys
  }

  /// Where the keys of a legend go: in as many lines as they need.
  private static func places(_ texts: [String], from first: SVGPoint, width: Double) -> [SVGPoint] {
    var place = first
    return texts.map { text in
      let room = 30 + SVGTextFit.width(text, size: 12)
      if place.x > first.x, place.x + room > width - PlotHeader.margin {
        place = SVGPoint(x: first.x, y: place.y + 22)
      }
      defer { place.x += room + 20 }
      return place
    }
  }
}
