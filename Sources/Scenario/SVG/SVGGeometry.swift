/// A place in a picture, in pixels from the left and from the top.
struct SVGPoint: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// A rectangle in a picture, in pixels.
struct SVGBox: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var center: SVGPoint { SVGPoint(x: x + width / 2, y: y + height / 2) }
}

/// Which end of a text its place is.
enum SVGAnchor: String, Sendable {
  case start
  case middle
  case end
}
