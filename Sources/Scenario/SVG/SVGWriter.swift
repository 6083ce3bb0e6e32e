/// Writes SVG, one element per line: the same bytes for the same calls.
///
/// Lengths are in pixels, to a tenth of one. Texts and attributes are escaped.
struct SVGWriter {
  private var body = ""
  private var depth = 1
  private(set) var width: Double
  private(set) var height: Double
  private let title: String
  private let summary: String

  /// A picture of a size, with what it is called and what it shows for those who cannot see it.
  init(width: Double, height: Double, title: String, summary: String) {
    self.width = width
    self.height = height
    self.title = title
    self.summary = summary
  }

  /// The whole document.
  var document: String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" class="simctl-plot" role="img" width="\(Self.number(width))" \
      height="\(Self.number(height))" viewBox="0 0 \(size)">
        <title>\(Self.escaped(title))</title>
        <desc>\(Self.escaped(summary))</desc>
        <style>
      \(SVGStyle.sheet)
        </style>
      \(body)</svg>

      """
  }

  // MARK: Elements

  /// A rectangle.
  mutating func rectangle(_ box: SVGBox, class style: String, corner: Double = 0) {
    var attributes = [
      ("class", style), ("x", Self.number(box.x)), ("y", Self.number(box.y)),
      ("width", Self.number(box.width)), ("height", Self.number(box.height)),
    ]
    if corner > 0 { attributes.append(("rx", Self.number(corner))) }
    empty("rect", attributes)
  }

  /// A straight line.
  mutating func line(_ from: SVGPoint, _ to: SVGPoint, class style: String) {
    empty(
      "line",
      [
        ("class", style), ("x1", Self.number(from.x)), ("y1", Self.number(from.y)),
        ("x2", Self.number(to.x)), ("y2", Self.number(to.y)),
      ])
  }

  /// A line through points; points that fall on the same tenth of a pixel are written once.
  mutating func polyline(_ points: [SVGPoint], class style: String) {
    var places: [String] = []
    for point in points {
      let place = "\(Self.number(point.x)),\(Self.number(point.y))"
      if places.last != place { places.append(place) }
    }
    if places.count == 1, let only = places.first { places.append(only) }
    guard places.count > 1 else { return }
    empty("polyline", [("class", style), ("points", places.joined(separator: " "))])
  }

  /// A circle.
  mutating func circle(_ center: SVGPoint, radius: Double, class style: String) {
    empty(
      "circle",
      [
        ("class", style), ("cx", Self.number(center.x)), ("cy", Self.number(center.y)),
        ("r", Self.number(radius)),
      ])
  }

  /// Text with its baseline at a place; `turned` is read from bottom to top.
  mutating func text(
    _ text: String, at place: SVGPoint, class style: String, anchor: SVGAnchor = .start, turned: Bool = false,
    tooltip: String? = nil
  ) {
    var attributes = [("class", style), ("x", Self.number(place.x)), ("y", Self.number(place.y))]
    if anchor != .start { attributes.append(("text-anchor", anchor.rawValue)) }
    if turned {
      attributes.append(("transform", "rotate(-90 \(Self.number(place.x)) \(Self.number(place.y)))"))
    }
    let whole = tooltip.map { "<title>\(Self.escaped($0))</title>" } ?? ""
    body += indentation + "<text\(Self.written(attributes))>\(whole)\(Self.escaped(text))</text>\n"
  }

  /// Lines of text below each other; `step` is from baseline to baseline.
  mutating func lines(
    _ lines: [String], from place: SVGPoint, step: Double, class style: String, anchor: SVGAnchor = .start
  ) {
    for (index, line) in lines.enumerated() {
      text(
        line, at: SVGPoint(x: place.x, y: place.y + Double(index) * step), class: style, anchor: anchor)
    }
  }

  /// Elements that belong together.
  mutating func group(_ style: String, _ content: (inout SVGWriter) -> Void) {
    body += indentation + "<g\(Self.written([("class", style)]))>\n"
    depth += 1
    content(&self)
    depth -= 1
    body += indentation + "</g>\n"
  }

  /// A pattern of slanted lines, to be used as `url(#simctl-hatch)`.
  mutating func hatchPattern() {
    body +=
      indentation
      + "<defs><pattern id=\"simctl-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      + "<path class=\"hatch-line\" d=\"M0,6 L6,0\"/></pattern></defs>\n"
  }

  // MARK: Text

  private var indentation: String { String(repeating: " ", count: 2 * depth) }

  private mutating func empty(_ name: String, _ attributes: [(String, String)]) {
    body += indentation + "<\(name)\(Self.written(attributes))/>\n"
  }

  private static func written(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
  }

  /// A length to a tenth of a pixel, without needless zeros.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let tenths = Int64((value * 10).rounded())
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
  }

  /// Text as it stands in XML; a character that XML cannot hold becomes a replacement character.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
