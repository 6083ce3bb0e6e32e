/// An observer that writes what it sees as text.
public protocol TraceWriter: FrameObserver {
  /// What was written and not taken out yet.
  var text: TraceText { get set }
  /// Writes the end; no frame comes after it.
  mutating func finish()
}
