internal import FrameSim

/// A list of points with the break-even of each on a common logarithmic axis.
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
    let values = points.compactMap(\.breakEvenBytes).map(Double.init)
    let scale = LogScale(
      (values.min() ?? 1) / 1.1, (values.max() ?? 4096) * 1.1, start: box.x, end: box.right, leastRatio: 4)
    let axis = SizeAxis(scale, of: box)
    axis.drawGrid(into: &svg)
    svg.rectangle(box, class: "frame")
    axis.drawText("break-even in bytes", into: &svg)
    for (index, point) in points.enumerated() {
      let y = box.y + Self.rowHeight * (Double(index) + 0.5)
      let whole = labels.label(index)
      svg.text(
        texts[index], at: SVGPoint(x: left - 10, y: y + 4), class: "label", anchor: .end,
        tooltip: texts[index] == whole ? nil : whole)
      svg.line(SVGPoint(x: box.x, y: y), SVGPoint(x: box.right, y: y), class: "grid")
      if let bytes = point.breakEvenBytes {
        svg.circle(SVGPoint(x: scale(Double(bytes)), y: y), radius: 4, class: "dot")
      }
      svg.text(Self.value(point), at: SVGPoint(x: box.right + 10, y: y + 4), class: "strong")
    }
    return svg.document
  }

  private var subtitle: String {
    "Break-even: the smallest size from which on BRA is always faster. " + labels.common
  }

  private static func value(_ point: BreakevenPoint) -> String {
    if let bytes = point.breakEvenBytes { return "\(bytes)" }
    if let error = point.error { return error.errno.rawValue }
    return point.bytesPerFrame > 0 ? "none" : "no block"
  }
}
