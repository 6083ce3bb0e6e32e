import FrameSim

/// The placement algorithm of section 9.2, word for word: walked from the stream synchronisation point on.
enum ReferencePlacement {
  /// The slots that the port owns in frame `frame` after a stream synchronisation point.
  static func slots(_ port: PortGeometry, in shape: FrameShape, frame: Int = 0) -> [Int] {
    var owned: [Int] = []
    var k = 0
    for n in 0..<(frame + 1) * shape.slots {
      if n % port.sampleInterval == 0 { k = 0 }
      let column = n % shape.columns
      if port.hStart <= column, column <= port.hStop {
        let p = k - port.blockOffset
        if 0 <= p, p < port.wordLength, n >= frame * shape.slots { owned.append(n - frame * shape.slots) }
        k += 1
      }
    }
    return owned
  }
}
