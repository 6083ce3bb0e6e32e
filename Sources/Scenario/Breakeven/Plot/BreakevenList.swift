internal import FrameSim

/// A list of points with the break-even or cost of each on a common logarithmic axis.
struct BreakevenList {
  let points: [BreakevenPoint]
  let labels: PointLabels
  let title: String

  private static let width = 760.0
  private static let rowHeight = 19.0

  var svg: String {
    let header = PlotHeader(title: title, subtitle: subtitle, width: Self.width)
    let texts = points.indices.map { SVGTextFit.cut(labels.label($0), to: 320, size: 12) }
    let left = PlotHeader.margin + (texts.map { SVGTextFit.width($0, size: 12) }.max() ?? 0) + 14
    let top = header.height + 12
    let box = SVGBox(
      x: left, y: top, width: Self.width - left - 90, height: Self.rowHeight * Double(points.count))
    var svg = SVGWriter(
      width: Self.width, height: box.bottom + 52, title: title,
      summary: BreakevenPlot.summary(points, labels))
    header.draw(into: &svg)
    let measure = PlotMeasure(points)
    let (low, high) = measure.range(points.compactMap(measure.value), margin: 1.1)
    let scale = LogScale(low, high, start: box.x, end: box.right, leastRatio: measure.leastRatio)
    let axis = SizeAxis(scale, of: box, measure)
    axis.drawGrid(into: &svg)
    svg.rectangle(box, class: "frame")
    axis.drawText(measure.axis, into: &svg)
    for (index, point) in points.enumerated() {
      let y = box.y + Self.rowHeight * (Double(index) + 0.5)
      let whole = labels.label(index)
      svg.text(
        texts[index], at: SVGPoint(x: left - 10, y: y + 4), class: "label", anchor: .end,
        tooltip: texts[index] == whole ? nil : whole)
      svg.line(SVGPoint(x: box.x, y: y), SVGPoint(x: box.right, y: y), class: "grid")
      if let value = measure.value(point) {
        svg.circle(SVGPoint(x: scale(value), y: y), radius: 4, class: "dot")
      }
      svg.text(Self.text(point, measure), at: SVGPoint(x: box.right + 10, y: y + 4), class: "strong")
    }
    return svg.document
  }

  private var subtitle: String {
    PlotMeasure(points).explanation(withUnit: false) + labels.common
  }

  private static func text(_ point: BreakevenPoint, _ measure: PlotMeasure) -> String {
    if let text = measure.text(point) { return text }
    if let error = point.error { return error.errno.rawValue }
    return point.bytesPerFrame > 0 ? "none" : "no block"
  }
}
