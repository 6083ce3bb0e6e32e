internal import FrameSim

/// One chart: Column 0 and a line for each of a few points, with a table of what came out below it.
struct BreakevenChart {
  let points: [BreakevenPoint]
  let labels: PointLabels
  let title: String

  private static let width = 760.0
  private static let left = 76.0
  private static let right = 24.0
  private static let planeHeight = 340.0
  private static let rowHeight = 21.0

  var svg: String {
    let header = PlotHeader(title: title, subtitle: labels.common, width: Self.width)
    // The row of break-evens and their leaders stands on top of the plane.
    let top = header.height + 40
    let box = SVGBox(
      x: Self.left, y: top, width: Self.width - Self.left - Self.right, height: Self.planeHeight)
    let table = box.bottom + 62
    let notes = notes
    let height =
      table + Self.rowHeight * Double(points.count + 1) + 18 * Double(notes.count)
      + (notes.isEmpty ? 0 : 8) + 12
    var svg = SVGWriter(
      width: Self.width, height: height, title: title, summary: BreakevenPlot.summary(points, labels))
    header.draw(into: &svg)
    let plane = TimePlane(points, in: box)
    draw(plane, into: &svg)
    drawMarks(plane, into: &svg)
    drawTable(at: table, into: &svg)
    let place = SVGPoint(
      x: PlotHeader.margin, y: table + Self.rowHeight * Double(points.count + 1) + 12)
    svg.lines(notes, from: place, step: 18, class: "soft")
    return svg.document
  }

  private func style(_ index: Int) -> String { "bra\(index % SVGStyle.lineStyles + 1)" }

  private func draw(_ plane: TimePlane, into svg: inout SVGWriter) {
    for point in points { plane.drawPhases(of: point, into: &svg) }
    plane.drawAxes(into: &svg, sizeText: true, timeText: true)
    for point in points { plane.drawPolicy(of: point, into: &svg) }
    let box = plane.box
    svg.text(
      "transfer size in bytes", at: SVGPoint(x: box.center.x, y: box.bottom + 37), class: "soft",
      anchor: .middle)
    svg.text(
      "time of the transfer", at: SVGPoint(x: 18, y: box.center.y), class: "soft", anchor: .middle,
      turned: true)
    if let first = points.first { plane.drawColumn0(of: first, into: &svg) }
    for (index, point) in points.enumerated() {
      plane.drawBRA(of: point, class: style(index), into: &svg)
    }
  }

  /// The break-evens in a row on top, each led to its place.
  private func drawMarks(_ plane: TimePlane, into svg: inout SVGWriter) {
    let box = plane.box
    var places: [(bytes: Int, place: SVGPoint)] = []
    for point in points {
      guard let bytes = point.breakEvenBytes, let place = plane.breakEven(of: point) else { continue }
      places.append((bytes, place))
    }
    let row = box.y - 22
    let heading = places.isEmpty ? "no break-even in the sizes shown" : "break-even"
    svg.text(heading, at: SVGPoint(x: PlotHeader.margin, y: row), class: "soft")
    let sizes = Set(places.map(\.bytes)).sorted()
    let texts = sizes.map { "\($0)" }
    let centers = LabelSpread.centers(
      wanted: sizes.map { plane.size(Double($0)) }, widths: texts.map { SVGTextFit.width($0, size: 12) },
      gap: 8, lower: PlotHeader.margin + SVGTextFit.width(heading, size: 12) + 12, upper: Self.width - 4)
    for ((bytes, text), center) in zip(zip(sizes, texts), centers) {
      let x = plane.size(Double(bytes))
      svg.text(text, at: SVGPoint(x: center, y: row), class: "strong", anchor: .middle)
      svg.polyline(
        [SVGPoint(x: center, y: row + 5), SVGPoint(x: x, y: box.y - 3), SVGPoint(x: x, y: box.y)],
        class: "leader")
      // The highest of several marks at one size is the end of the dropped line that serves them all.
      let lowest = places.filter { $0.bytes == bytes }.map(\.place.y).max() ?? box.y
      svg.line(SVGPoint(x: x, y: box.y), SVGPoint(x: x, y: lowest), class: "drop")
    }
    for (_, place) in places { svg.circle(place, radius: 4.5, class: "mark") }
  }

  // MARK: Table

  private func drawTable(at top: Double, into svg: inout SVGWriter) {
    let columns = ["set-up frames", "break-even", "90 % of full rate"]
    let ends = [Self.width - 250, Self.width - 140, Self.width - 20]
    for (text, end) in zip(columns, ends) {
      svg.text(text, at: SVGPoint(x: end, y: top), class: "soft", anchor: .end)
    }
    svg.line(SVGPoint(x: PlotHeader.margin, y: top - 5), SVGPoint(x: 54, y: top - 5), class: "column0")
    svg.text("Column 0", at: SVGPoint(x: 64, y: top), class: "label")
    for (index, point) in points.enumerated() {
      let y = top + Self.rowHeight * Double(index + 1)
      svg.line(SVGPoint(x: PlotHeader.margin, y: y - 4), SVGPoint(x: 54, y: y - 4), class: style(index))
      let label = labels.label(index)
      let whole = label.isEmpty ? "BRA" : "BRA, " + label
      let shown = SVGTextFit.cut(whole, to: ends[0] - 90 - 64, size: 12)
      svg.text(
        shown, at: SVGPoint(x: 64, y: y), class: "label", tooltip: shown == whole ? nil : whole)
      for (text, end) in zip(Self.cells(point), ends) {
        svg.text(text, at: SVGPoint(x: end, y: y), class: "label", anchor: .end)
      }
    }
  }

  private static func cells(_ point: BreakevenPoint) -> [String] {
    let share = point.shares.first { $0.percent == 90 }
    return [
      point.setupFrames.map { "\($0)" } ?? "\u{2013}",
      point.breakEvenBytes.map { "\($0) B" } ?? "none",
      share.map { $0.bytes.map { "\($0) B" } ?? "above 1 MiB" } ?? "\u{2013}",
    ]
  }

  /// What else the chart shows.
  private var notes: [String] {
    var notes: [String] = []
    for (index, point) in points.enumerated() {
      let name = labels.label(index)
      let lead = name.isEmpty ? "" : name + ": "
      if let phases = point.phases {
        notes.append(
          lead + "gray band: break-even from \(phases.percentile(0)) to \(phases.percentile(100)) bytes "
            + "by start phase of the sync pulse, mean \(format(phases.mean, digits: 1))")
      }
      if let first = point.firstWinBytes, first != point.breakEvenBytes {
        notes.append(lead + "BRA wins first at \(first) bytes, but not at every size from there on")
      }
    }
    let least = Set(points.compactMap { $0.policy?.policy.minBytes }.filter { $0 > 1 }).sorted()
    if !least.isEmpty {
      let list = least.map { "\($0)" }.joined(separator: ", ")
      notes.append("dash-dotted upright line: shortest transfer that the policy lets over BRA, \(list) bytes")
    }
    return notes.flatMap {
      SVGTextFit.lines($0, width: Self.width - 2 * PlotHeader.margin, size: 12, most: 3)
    }
  }
}
