/// Time against size for both ways, as a picture.
public enum BreakevenPlot {
  /// The picture of some points as SVG.
  public static func svg(_ points: [BreakevenPoint], title: String) -> String { "" }
}
