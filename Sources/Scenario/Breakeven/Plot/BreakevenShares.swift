/// Any number of points: which share of them has its break-even, or the cost of its policy, at or below each value.
struct BreakevenShares {
  let points: [BreakevenPoint]
  let labels: PointLabels
  let title: String

  private static let width = 760.0

  var svg: String {
    let header = PlotHeader(title: title, subtitle: subtitle, width: Self.width)
    let box = SVGBox(x: 76, y: header.height + 12, width: Self.width - 100, height: 320)
    var svg = SVGWriter(
      width: Self.width, height: box.bottom + 56, title: title,
      summary: BreakevenPlot.summary(points, labels))
    header.draw(into: &svg)
    let measure = PlotMeasure(points)
    let values = points.compactMap(measure.value).sorted()
    let (low, high) = measure.range(values, margin: 1.2)
    let scale = LogScale(low, high, start: box.x, end: box.right, leastRatio: measure.leastRatio)
    func height(_ share: Double) -> Double { box.bottom - box.height * share }

    let axis = SizeAxis(scale, of: box, measure)
    axis.drawGrid(into: &svg)
    for percent in stride(from: 0, through: 100, by: 25) {
      let y = height(Double(percent) / 100)
      svg.line(SVGPoint(x: box.x, y: y), SVGPoint(x: box.right, y: y), class: "grid")
      svg.text("\(percent) %", at: SVGPoint(x: box.x - 8, y: y + 4), class: "small", anchor: .end)
    }
    svg.rectangle(box, class: "frame")
    axis.drawText(measure.axis, into: &svg)
    svg.text(
      "share of the points", at: SVGPoint(x: 18, y: box.center.y), class: "soft", anchor: .middle,
      turned: true)

    var steps = [SVGPoint(x: box.x, y: box.bottom)]
    for (index, value) in values.enumerated() where index + 1 == values.count || values[index + 1] != value {
      let x = scale(value)
      steps.append(SVGPoint(x: x, y: steps.last?.y ?? box.bottom))
      steps.append(SVGPoint(x: x, y: height(Double(index + 1) / Double(points.count))))
    }
    steps.append(SVGPoint(x: box.right, y: steps.last?.y ?? box.bottom))
    svg.polyline(steps, class: "bra1")
    return svg.document
  }

  private var subtitle: String {
    let measure = PlotMeasure(points)
    let without = points.filter { measure.value($0) == nil }.count
    let rest = without > 0 ? "; \(without) have none" : ""
    let what = measure == .breakEven ? "break-even" : "policy's cost"
    return "\(points.count) points by their \(what)\(rest). " + labels.common
  }
}
