/// A frame as a test expects it on the wire.
package struct ExpectedFrame: Equatable {
  package var slot: Int
  package var shape: WireShape
  package var controlWord: UInt64

  package init(slot: Int, rows: Int, columns: Int, controlWord: UInt64) {
    self.slot = slot
    shape = WireShape(rows: rows, columns: columns)
    self.controlWord = controlWord
  }
}

extension WireDecoder {
  /// The first difference between decoded and expected frames in words; nil where there is none.
  package static func firstDifference(_ decoded: [DecodedFrame], _ expected: [ExpectedFrame]) -> String? {
    for (index, (got, want)) in zip(decoded, expected).enumerated() {
      if got.startSlot != want.slot {
        return "frame \(index): starts at slot \(got.startSlot), expected \(want.slot)"
      }
      if got.shape != want.shape {
        return "frame \(index) at slot \(got.startSlot): shape \(got.shape), expected \(want.shape)"
      }
      if got.controlWord.bits != want.controlWord {
        let rows = (0..<48).filter { (got.controlWord.bits ^ want.controlWord) >> UInt64(47 - $0) & 1 == 1 }
        let word = WireControlWord(bits: want.controlWord)
        return "frame \(index) at slot \(got.startSlot): control word \(got.controlWord), expected \(word); "
          + "rows \(rows.map(String.init).joined(separator: ", ")) differ"
      }
    }
    guard decoded.count != expected.count else { return nil }
    return "\(decoded.count) frames, expected \(expected.count)"
  }

  /// The first slot at which two runs of levels differ, in words; nil where there is none.
  ///
  /// `frames`, where given, tells which frame, row and column that is.
  package static func firstLevelDifference(
    _ got: [UInt8], _ expected: [UInt8], frames: [ExpectedFrame] = []
  ) -> String? {
    guard let slot = zip(got, expected).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset
    else {
      return got.count == expected.count ? nil : "\(got.count) levels, expected \(expected.count)"
    }
    let place = frames.lastIndex { $0.slot <= slot }.map { index in
      let (row, column) = (slot - frames[index].slot).quotientAndRemainder(
        dividingBy: frames[index].shape.columns)
      return " (frame \(index), [\(row),\(column)])"
    }
    return "slot \(slot)\(place ?? ""): level \(got[slot]), expected \(expected[slot])"
  }

  /// The first frame with a sync or parity error in words; nil where there is none.
  package static func firstError(_ frames: [DecodedFrame]) -> String? {
    guard let index = frames.firstIndex(where: { $0.hasSyncError || $0.parityOK == false }) else {
      return nil
    }
    let frame = frames[index]
    let what =
      !frame.staticSyncOK
      ? "static sync" : frame.dynamicSyncOK == false ? "dynamic sync" : "PAR (\(frame.highs) highs)"
    return "frame \(index) at slot \(frame.startSlot): \(what) is wrong in \(frame.controlWord)"
  }
}
