internal import FrameSim

/// A BRA transfer beside a Column 0 transfer of as many bytes in the same direction.
struct TransferComparison {
  var bra: String
  var column0: String
  var braFrames: UInt64
  var column0Frames: UInt64
  /// How many times as fast the BRA transfer was.
  var ratio: Double

  var document: JSONValue {
    [
      "bra": .string(bra), "column0": .string(column0), "braFrames": .count(braFrames),
      "column0Frames": .count(column0Frames), "ratio": .number(ratio),
    ]
  }
}

extension ScenarioRun {
  /// Each good BRA transfer beside the first good Column 0 transfer that moved as many bytes the same way.
  var comparisons: [TransferComparison] {
    let good = zip(scenario.transfers, results).filter { $0.1.error == nil && $0.1.duration > 0 }
    return good.filter { $0.0.path == .bra }.compactMap { transfer, result in
      guard
        let (other, otherResult) = good.first(where: {
          $0.0.path == .column0 && $0.0.operation == transfer.operation && $0.0.bytes == transfer.bytes
        })
      else { return nil }
      return TransferComparison(
        bra: transfer.name, column0: other.name, braFrames: result.frames.total,
        column0Frames: otherResult.frames.total,
        ratio: Double(otherResult.duration) / Double(result.duration))
    }
  }
}
