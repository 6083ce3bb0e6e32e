/// Draws break-evens as SVG: time against size, or where there are too many points for that, what came out at each.
///
/// | Points | Picture |
/// |---|---|
/// | up to 6, all with the same Column 0 | one chart: Column 0 and a line for each point |
/// | up to 24 | a panel for each point, all with the same axes |
/// | more, that fill a table of up to 16 columns | a grid of break-evens, for example all shapes by rows and columns |
/// | up to 100 | a list of break-evens |
/// | more | the share of points by break-even |
///
/// Where the policies of the points differ, the question is what they cost: then a grid, a list or the shares show that.
///
/// The same points give the same bytes. Colours follow the reader's preference for light or dark, print is black on
/// white, and lines differ by their dashes, too.
public enum BreakevenPlot {
  static let mostLines = SVGStyle.lineStyles
  static let mostPanels = 24
  static let mostListed = 100

  /// The picture of points, in their order, as an SVG document.
  public static func svg(_ points: [BreakevenPoint], title: String) -> String {
    let labels = PointLabels(points)
    guard !points.isEmpty else { return empty(title) }
    let measure = PlotMeasure(points)
    if measure == .breakEven, points.count <= mostLines, shareColumn0(points) {
      return BreakevenChart(points: points, labels: labels, title: title).svg
    }
    if measure == .breakEven, points.count <= mostPanels {
      return BreakevenPanels(points: points, labels: labels, title: title).svg
    }
    if let table = PlotTable(points, labels) {
      return BreakevenGrid(table: table, points: points, labels: labels, title: title).svg
    }
    if points.count <= mostListed {
      return BreakevenList(points: points, labels: labels, title: title).svg
    }
    return BreakevenShares(points: points, labels: labels, title: title).svg
  }

  /// The picture of no points.
  private static func empty(_ title: String) -> String {
    let header = PlotHeader(title: title, subtitle: "No points.", width: 560)
    var svg = SVGWriter(width: 560, height: header.height + 12, title: title, summary: "No points.")
    header.draw(into: &svg)
    return svg.document
  }

  /// Whether one Column 0 line is that of all points, and every point has lines.
  static func shareColumn0(_ points: [BreakevenPoint]) -> Bool {
    guard let first = points.first, !first.samples.isEmpty else { return false }
    let known = Dictionary(first.samples.map { ($0.bytes, $0.column0) }, uniquingKeysWith: { $1 })
    return points.allSatisfy { point in
      !point.samples.isEmpty && point.samples.last?.bytes == first.samples.last?.bytes
        && point.samples.allSatisfy { (known[$0.bytes] ?? $0.column0) == $0.column0 }
    }
  }

  /// What the picture shows, for those who cannot see it.
  static func summary(_ points: [BreakevenPoint], _ labels: PointLabels) -> String {
    if points.count <= mostPanels, PlotMeasure(points) == .breakEven {
      return points.indices.map { index in
        let label = labels.label(index)
        return (label.isEmpty ? "" : label + ": ") + points[index].conclusion
      }.joined(separator: "\n")
    }
    let costs = points.compactMap { $0.policy?.costShare }
    if PlotMeasure(points) == .policyCost, let low = costs.min(), let high = costs.max() {
      return "The policy costs from \(format(low * 100, digits: 1)) to \(format(high * 100, digits: 1)) %."
    }
    let values = points.compactMap(\.breakEvenBytes)
    guard let low = values.min(), let high = values.max() else {
      return "No break-even at any of \(points.count) points."
    }
    return "Break-even at \(values.count) of \(points.count) points, from \(low) to \(high) bytes."
  }
}
