internal import FrameSim

/// A BRA transfer beside a Column 0 transfer of as many bytes in the same direction.
package struct TransferComparison {
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
    let isGood = results.map { $0.error == nil && $0.duration > 0 }
    return zip(
      scenario.transfers.indices, TransferComparison.partners(of: scenario.transfers, isGood: isGood)
    )
    .compactMap { index, partner in
      partner.map { partner in
        TransferComparison(
          bra: scenario.transfers[index].name, column0: scenario.transfers[partner].name,
          braFrames: results[index].frames.total, column0Frames: results[partner].frames.total,
          ratio: Double(results[partner].duration) / Double(results[index].duration))
      }
    }
  }
}

extension TransferComparison {
  /// For each good BRA transfer the first good Column 0 transfer of as many bytes in the same direction, in one pass.
  package static func partners(of transfers: [ScenarioTransfer], isGood: [Bool]) -> [Int?] {
    let good = zip(transfers.enumerated(), isGood).filter(\.1).map(\.0)
    let partners = Dictionary(
      good.filter { $0.element.path == .column0 }.map { (Movement($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    return zip(transfers, isGood).map { $0.path == .bra && $1 ? partners[Movement($0)] : nil }
  }

  /// What two transfers must have in common to be compared.
  private struct Movement: Hashable {
    var operation: TransferRequest.Operation
    var bytes: Int

    init(_ transfer: ScenarioTransfer) {
      operation = transfer.operation
      bytes = transfer.bytes
    }
  }
}
