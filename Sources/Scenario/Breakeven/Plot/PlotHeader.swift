/// Title and what all points have in common, at the top of every picture.
struct PlotHeader {
  static let margin = 16.0
  private let titleLines: [String]
  private let subtitleLines: [String]

  init(title: String, subtitle: String, width: Double) {
    let room = width - 2 * Self.margin
    titleLines = SVGTextFit.lines(title, width: room / 1.1, size: 16, most: 3)
    subtitleLines = SVGTextFit.lines(subtitle, width: room, size: 12, most: 3)
  }

  /// Pixels from the top to where the picture goes on.
  var height: Double {
    12 + 21 * Double(titleLines.count) + 17 * Double(subtitleLines.count) + 6
  }

  func draw(into svg: inout SVGWriter) {
    svg.rectangle(SVGBox(x: 0, y: 0, width: svg.width, height: svg.height), class: "surface")
    let first = SVGPoint(x: Self.margin, y: 28)
    svg.lines(titleLines, from: first, step: 21, class: "title")
    let next = SVGPoint(x: Self.margin, y: 12 + 21 * Double(titleLines.count) + 14)
    svg.lines(subtitleLines, from: next, step: 17, class: "soft")
  }
}

/// What lines and marks mean, in one row.
struct PlotLegend {
  enum Sign {
    case line(String)
    case mark
    case band
  }

  private let entries: [(sign: Sign, text: String)]

  init(_ entries: [(sign: Sign, text: String)]) { self.entries = entries }

  /// Draws the row with its texts on a baseline.
  func draw(into svg: inout SVGWriter, from place: SVGPoint) {
    var x = place.x
    for entry in entries {
      let middle = place.y - 4
      switch entry.sign {
      case .line(let style):
        svg.line(SVGPoint(x: x, y: middle), SVGPoint(x: x + 38, y: middle), class: style)
        x += 46
      case .mark:
        svg.circle(SVGPoint(x: x + 6, y: middle), radius: 4, class: "mark")
        x += 18
      case .band:
        svg.rectangle(SVGBox(x: x, y: middle - 6, width: 22, height: 12), class: "band")
        x += 30
      }
      svg.text(entry.text, at: SVGPoint(x: x, y: place.y), class: "label")
      x += SVGTextFit.width(entry.text, size: 12) + 22
    }
  }
}
