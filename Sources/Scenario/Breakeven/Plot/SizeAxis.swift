/// The logarithmic axis of sizes, or of what policies cost, at the foot of a box.
struct SizeAxis {
  private let scale: LogScale
  private let box: SVGBox
  /// As many ticks as there is room for.
  let ticks: (labelled: [Double], others: [Double])

  private let text: (Double) -> String

  init(_ scale: LogScale, of box: SVGBox, _ measure: PlotMeasure = .breakEven) {
    self.scale = scale
    self.box = box
    switch measure {
    case .breakEven:
      ticks = scale.binaryTicks(most: max(2, Int(box.width / 43)))
      text = PointLabels.size
    case .policyCost:
      ticks = Self.ratios(scale)
      text = { "+\(Int((($0 - 1) * 100).rounded())) %" }
    }
  }

  /// Ticks at round percentages, as many as there is room for.
  private static func ratios(_ scale: LogScale) -> (labelled: [Double], others: [Double]) {
    let low = [0, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5].map { 1 + $0 }
    let all = (low + [10, 20, 50, 100, 200, 500, 1e3, 1e4, 1e5, 1e6].map { 1 + $0 }).filter(scale.holds)
    var labelled: [Double] = []
    for value in all where labelled.last.map({ abs(scale(value) - scale($0)) >= 60 }) ?? true {
      labelled.append(value)
    }
    return (labelled, all.filter { !labelled.contains($0) })
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
        text(value), at: SVGPoint(x: scale(value), y: box.bottom + 17), class: "small",
        anchor: .middle)
    }
    svg.text(title, at: SVGPoint(x: box.center.x, y: box.bottom + 38), class: "soft", anchor: .middle)
  }
}
