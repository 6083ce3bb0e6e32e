public enum BreakevenPlot {
  public static func svg(_ points: [BreakevenPoint], title: String) -> String { "" }
}
