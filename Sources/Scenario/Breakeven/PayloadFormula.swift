package import FrameSim

/// Payload bits of a frame by a closed form, where transport windows divide the frame (protocol reference section 9.2).
///
/// A window of SI slots that starts in column s has K(s) slots of columns HStart to HStop. It owns
/// min(WordLength, K(s) - BlockOffset) of them, or none. The starts run through the multiples of gcd(SI, columns), each
/// as often.
package struct PayloadFormula {
  private let geometry: PortGeometry

  /// The formula of a geometry.
  package init(_ geometry: PortGeometry) { self.geometry = geometry }

  /// The bits in each frame of a shape; nil where its slots are no multiple of the window.
  package func bits(rows: Int, columns: Int) -> Int? {
    let interval = geometry.sampleInterval
    guard interval > 0, rows * columns % interval == 0 else { return nil }
    var (step, rest) = (interval, columns)
    while rest > 0 { (step, rest) = (rest, step % rest) }
    let starts = columns / step
    let perRound = (0..<starts).reduce(0) { sum, start in
      sum + min(geometry.wordLength, max(0, slots(from: start * step, columns) - geometry.blockOffset))
    }
    return perRound * (rows * columns / interval / starts)
  }

  /// K: the columns of the sub-frame in all whole rows of a window, and in what is left.
  private func slots(from start: Int, _ columns: Int) -> Int {
    let last = min(geometry.hStop, columns - 1)
    guard geometry.hStart <= last else { return 0 }
    let (rows, rest) = geometry.sampleInterval.quotientAndRemainder(dividingBy: columns)
    let end = start + rest
    // What is left is a run of columns that may go on in the next row.
    let first = max(0, min(end, last + 1) - max(start, geometry.hStart))
    let second = max(0, min(end - columns, last + 1) - geometry.hStart)
    return rows * (last - geometry.hStart + 1) + first + second
  }
}
