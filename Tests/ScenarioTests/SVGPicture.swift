import Foundation
import Scenario
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG document as its reader sees it: which elements it has, and where its texts stand.
struct SVGPicture {
  struct Text: Hashable {
    var text: String
    var x: Double
    var y: Double
    var anchor: String
    var isTurned: Bool
    var size: Double

    /// What the text covers, by the widths that the plots assume.
    var box: CGRect {
      let width = SVGTextFit.width(text, size: size)
      let left = anchor == "middle" ? x - width / 2 : anchor == "end" ? x - width : x
      guard isTurned else { return CGRect(x: left, y: y - size * 0.75, width: width, height: size * 0.95) }
      return CGRect(x: x - size * 0.75, y: y - width / 2, width: size * 0.95, height: width)
    }
  }

  var elements: Set<String> = []
  var texts: [Text] = []
  var tooltips: [String] = []
  var title = ""
  private var size = CGSize.zero

  init(_ svg: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "not well-formed: \(String(describing: parser.parserError))")
    elements = reader.elements
    texts = reader.texts
    tooltips = reader.titles.dropFirst().map { $0 }
    title = reader.titles.first ?? ""
    size = reader.size
    try #require(size.width > 0 && size.height > 0)
  }

  func has(_ text: String) -> Bool { texts.contains { $0.text == text } }
  func contains(_ part: String) -> Bool { texts.contains { $0.text.contains(part) } }

  /// Pairs of texts that cover each other.
  var overlaps: [String] {
    texts.indices.flatMap { first in
      texts.indices.dropFirst(first + 1).filter {
        texts[first].box.insetBy(dx: 0.5, dy: 0.5).intersects(texts[$0].box.insetBy(dx: 0.5, dy: 0.5))
      }.map { "'\(texts[first].text)' and '\(texts[$0].text)'" }
    }
  }

  /// Texts that reach out of the picture.
  var strays: [String] {
    let whole = CGRect(origin: .zero, size: size)
    return texts.filter { !whole.contains($0.box) }.map(\.text)
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: Set<String> = []
    var texts: [Text] = []
    var titles: [String] = []
    var size = CGSize.zero
    private var open: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      elements.insert(name)
      open.append(name)
      func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? 0 }
      if name == "svg" { size = CGSize(width: number("width"), height: number("height")) }
      if name == "title" { titles.append("") }
      guard name == "text" else { return }
      let style = attributes["class"] ?? ""
      texts.append(
        Text(
          text: "", x: number("x"), y: number("y"), anchor: attributes["text-anchor"] ?? "start",
          isTurned: attributes["transform"] != nil,
          size: style.contains("title") ? 16 : style.contains("small") ? 11 : 12))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      _ = open.popLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if open.last == "title", !titles.isEmpty { titles[titles.count - 1] += string }
      if open.last == "text", !texts.isEmpty { texts[texts.count - 1].text += string }
    }
  }
}
