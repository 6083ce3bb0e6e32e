internal import FrameSim

/// A plane of time against size, both logarithmic: grid, curves and what marks a break-even.
struct TimePlane {
  let box: SVGBox
  let size: LogScale
  let time: LogScale

  /// The plane in which all samples of points lie.
  init(_ points: [BreakevenPoint], in box: SVGBox) {
    let samples = points.flatMap(\.samples)
    let times = samples.flatMap { [$0.bra, $0.column0] }.filter { $0 > 0 }
    let bytes = samples.map { Double($0.bytes) }
    self.box = box
    size = LogScale(
      bytes.min() ?? 1, max(4, bytes.max() ?? 4), start: box.x, end: box.right, leastRatio: 4)
    time = LogScale(
      (times.min() ?? 1e-3) / 1.25, (times.max() ?? 1) * 1.25, start: box.bottom, end: box.y, leastRatio: 20)
  }

  /// The same plane elsewhere, of the same size.
  func moved(to box: SVGBox) -> TimePlane { TimePlane(box: box, like: self) }

  private init(box: SVGBox, like other: TimePlane) {
    self.box = box
    size = LogScale(other.size.lower, other.size.upper, start: box.x, end: box.right)
    time = LogScale(other.time.lower, other.time.upper, start: box.bottom, end: box.y)
  }

  // MARK: Axes

  /// Grid lines and a frame; ticks get text below and to the left where asked for.
  func drawAxes(into svg: inout SVGWriter, sizeText: Bool, timeText: Bool) {
    let sizes = SizeAxis(size, of: box)
    let times = time.decimalTicks(most: max(2, Int(box.height / 30)))
    sizes.drawGrid(into: &svg)
    for value in times.labelled + times.others {
      let y = time(value)
      svg.line(SVGPoint(x: box.x, y: y), SVGPoint(x: box.right, y: y), class: "grid")
    }
    svg.rectangle(box, class: "frame")
    for value in sizes.ticks.labelled {
      let x = size(value)
      svg.line(SVGPoint(x: x, y: box.bottom), SVGPoint(x: x, y: box.bottom + 4), class: "frame")
      guard sizeText else { continue }
      let text = PointLabels.size(value)
      // Texts at the ends stay with their plane, so that planes can stand side by side.
      let isFirst = x < box.x + 10
      let isLast = x > box.right - 10
      svg.text(
        text, at: SVGPoint(x: isFirst ? box.x - 3 : isLast ? box.right + 3 : x, y: box.bottom + 17),
        class: "small", anchor: isFirst ? .start : isLast ? .end : .middle)
    }
    for value in times.labelled {
      let y = time(value)
      svg.line(SVGPoint(x: box.x - 4, y: y), SVGPoint(x: box.x, y: y), class: "frame")
      guard timeText else { continue }
      svg.text(PointLabels.time(value), at: SVGPoint(x: box.x - 8, y: y + 4), class: "small", anchor: .end)
    }
  }

  // MARK: Curves

  func drawColumn0(of point: BreakevenPoint, into svg: inout SVGWriter) {
    svg.polyline(points(point.samples) { $0.column0 }, class: "column0")
  }

  func drawBRA(of point: BreakevenPoint, class style: String, into svg: inout SVGWriter) {
    svg.polyline(points(point.samples) { $0.bra }, class: style)
  }

  /// The corners of a curve: sizes are whole bytes, so that a time stays until the next one. Between samples that lie apart
  /// nothing changes, but where the steps are finer than pixels (`BreakevenSearch.samples`), and a line stands for many.
  private func points(
    _ samples: [BreakevenSample], _ value: (BreakevenSample) -> Double
  ) -> [SVGPoint] {
    var corners: [SVGPoint] = []
    var last: BreakevenSample?
    for sample in samples where value(sample) > 0 {
      if let last, sample.bytes == last.bytes + 1 {
        Self.add(SVGPoint(x: size(Double(sample.bytes)), y: time(value(last))), to: &corners)
      }
      Self.add(SVGPoint(x: size(Double(sample.bytes)), y: time(value(sample))), to: &corners)
      last = sample
    }
    if let last, size.holds(Double(last.bytes + 1)) {
      Self.add(SVGPoint(x: size(Double(last.bytes + 1)), y: time(value(last))), to: &corners)
    }
    return corners
  }

  /// Adds a corner, in place of the one before it if that is on the way from the one before that: on the same level line,
  /// the same upright, or within a pixel.
  private static func add(_ corner: SVGPoint, to corners: inout [SVGPoint]) {
    if let middle = corners.last, let start = corners.dropLast().last {
      let isBetween = (middle.y - start.y) * (corner.y - middle.y) >= 0
      if isBetween, start.y == corner.y || corner.x - start.x < 1 { corners.removeLast() }
    }
    corners.append(corner)
  }

  // MARK: Marks

  /// Where BRA has its break-even.
  func breakEven(of point: BreakevenPoint) -> SVGPoint? {
    guard let bytes = point.breakEvenBytes,
      let sample = point.samples.last(where: { $0.bytes <= bytes }), sample.bra > 0
    else { return nil }
    return SVGPoint(x: size(Double(bytes)), y: time(sample.bra))
  }

  /// The sizes between the least and the greatest break-even of all start phases, as a band.
  func drawPhases(of point: BreakevenPoint, into svg: inout SVGWriter) {
    guard let phases = point.phases else { return }
    let left = size(Double(phases.percentile(0)))
    let right = size(Double(phases.percentile(100)))
    let width = max(2, min(right, box.right) - left)
    svg.rectangle(SVGBox(x: left, y: box.y, width: width, height: box.height), class: "band")
  }

  /// The shortest transfer that the policy lets over BRA.
  func drawPolicy(of point: BreakevenPoint, into svg: inout SVGWriter) {
    guard let least = point.policy?.policy.minBytes, least > 1, size.holds(Double(least)) else { return }
    let x = size(Double(least))
    svg.line(SVGPoint(x: x, y: box.y), SVGPoint(x: x, y: box.bottom), class: "policy")
  }
}
