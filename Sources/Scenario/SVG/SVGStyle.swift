/// The style sheet of all plots: light, dark and printed.
///
/// Each property that uses a custom property is written with its light value first, for programs that know no custom
/// properties. Lines differ by dashes as well as by colour; in print they are all black.
enum SVGStyle {
  /// A colour by its role: for light, for dark and for print.
  private struct Role {
    var name: String
    var light: String
    var dark: String
    var print: String

    init(_ name: String, _ light: String, _ dark: String, _ print: String) {
      self.name = name
      self.light = light
      self.dark = dark
      self.print = print
    }
  }

  /// How many line styles there are for BRA.
  static let lineStyles = 6
  /// How many classes of values the cells of a grid have.
  static let heatClasses = 6

  private static let roles: [Role] = [
    Role("surface", "#ffffff", "#14171c", "#ffffff"),
    Role("ink", "#1b1f24", "#e8ebef", "#000000"),
    Role("soft", "#57606a", "#a3adb8", "#000000"),
    Role("grid", "#e3e6ea", "#2a3037", "#d9d9d9"),
    Role("frame", "#aeb6bf", "#565f69", "#000000"),
    Role("band", "#e2e6eb", "#313a44", "#e0e0e0"),
    Role("column0", "#c2410c", "#ff9d5c", "#000000"),
    Role("bra1", "#0b5fa5", "#6cb6ff", "#000000"),
    Role("bra2", "#00785a", "#4fd1a5", "#000000"),
    Role("bra3", "#7440b5", "#c4a7ff", "#000000"),
    Role("bra4", "#ad2763", "#ff8fb8", "#000000"),
    Role("bra5", "#7d6200", "#e6c94a", "#000000"),
    Role("bra6", "#4d5c6b", "#b8c4d0", "#000000"),
    Role("heat1", "#eef5fc", "#12273c", "#ffffff"),
    Role("heat2", "#cfe2f5", "#173a5c", "#eeeeee"),
    Role("heat3", "#a3c8eb", "#1d5283", "#dadada"),
    Role("heat4", "#6ea7da", "#2b70aa", "#c2c2c2"),
    Role("heat5", "#2a6fae", "#6aa8de", "#a6a6a6"),
    Role("heat6", "#0c457b", "#b9d9f6", "#898989"),
    Role("low", "#1b1f24", "#f2f5f8", "#000000"),
    Role("high", "#ffffff", "#0d1117", "#000000"),
  ]

  /// Dashes of the BRA lines; Column 0 has its own.
  private static let dashes = ["", "2 3.5", "11 3 2 3", "5 3", "14 3 2 3 2 3", "1 2"]

  /// The font of all texts.
  private static let font =
    "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, \"DejaVu Sans\", sans-serif"

  static let sheet: String = {
    var lines = [block(".simctl-plot", roles.map { "--\($0.name):\($0.light)" } + ["background:transparent"])]
    lines.append(
      "@media (prefers-color-scheme: dark) { "
        + block(".simctl-plot", roles.map { "--\($0.name):\($0.dark)" }) + " }")
    lines.append("@media print { " + block(".simctl-plot", roles.map { "--\($0.name):\($0.print)" }) + " }")
    lines += rules.map { block(".simctl-plot " + $0.0, $0.1) }
    return lines.map { "    " + $0 }.joined(separator: "\n")
  }()

  private static func block(_ selector: String, _ properties: [String]) -> String {
    selector + " { " + properties.joined(separator: "; ") + " }"
  }

  /// A property with its light value, and again with the custom property.
  private static func color(_ property: String, _ role: String) -> [String] {
    guard let light = roles.first(where: { $0.name == role })?.light else { return [] }
    return ["\(property):\(light)", "\(property):var(--\(role))"]
  }

  private static func stroke(_ role: String, _ width: String, dash: String = "") -> [String] {
    ["fill:none"] + color("stroke", role) + ["stroke-width:\(width)"]
      + (dash.isEmpty ? [] : ["stroke-dasharray:\(dash)"])
  }

  private static var rules: [(String, [String])] {
    var rules: [(String, [String])] = [
      (".surface", color("fill", "surface")),
      (".band", color("fill", "band")),
      ("text", color("fill", "ink") + ["font-family:\(font)", "font-size:12px"]),
      (".title", ["font-size:16px", "font-weight:600"]),
      (".soft", color("fill", "soft")),
      (".small", ["font-size:11px"]),
      (".strong", ["font-weight:600"]),
      (".grid", stroke("grid", "1")),
      (".frame", stroke("frame", "1")),
      (".leader", stroke("soft", "1")),
      (".drop", stroke("ink", "1", dash: "1 3")),
      (".policy", stroke("soft", "1.2", dash: "6 2 1 2")),
      (".mark", color("fill", "surface") + color("stroke", "ink") + ["stroke-width:2"]),
      (".dot", color("fill", "bra1")),
      (".column0", stroke("column0", "2", dash: "8 4") + ["stroke-linejoin:round"]),
      (".hatch-line", stroke("frame", "1")),
      (".hatch", ["fill:url(#simctl-hatch)"]),
      (".cell", color("stroke", "surface") + ["stroke-width:1"]),
    ]
    for (index, dash) in dashes.enumerated() {
      rules.append((".bra\(index + 1)", stroke("bra\(index + 1)", "2.2", dash: dash)))
    }
    for index in 1...heatClasses {
      rules.append((".heat\(index)", color("fill", "heat\(index)")))
      rules.append((".on\(index)", color("fill", index > 4 ? "high" : "low")))
    }
    return rules
  }
}
