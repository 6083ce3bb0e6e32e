/// The logarithmic axis of sizes at the foot of a box.
struct SizeAxis {
  private let scale: LogScale
  private let box: SVGBox
  /// As many ticks as there is room for.
  let ticks: (labelled: [Double], others: [Double])

  init(_ scale: LogScale, of box: SVGBox) {
    self.scale = scale
    self.box = box
    ticks = scale.binaryTicks(most: max(2, Int(box.width / 43)))
  }

  /// A line at each tick, from top to bottom.
  func drawGrid(into svg: inout SVGWriter) {
    for value in ticks.labelled + ticks.others {
      let x = scale(value)
      svg.line(SVGPoint(x: x, y: box.y), SVGPoint(x: x, y: box.bottom), class: "grid")
    }
  }

  /// The numbers, and what they are.
  func drawText(_ title: String, into svg: inout SVGWriter) {
    for value in ticks.labelled {
      svg.text(
        PointLabels.size(value), at: SVGPoint(x: scale(value), y: box.bottom + 17), class: "small",
        anchor: .middle)
    }
    svg.text(title, at: SVGPoint(x: box.center.x, y: box.bottom + 38), class: "soft", anchor: .middle)
  }
}
