package import FrameSim

/// A BRA transfer beside a Column 0 transfer of as many bytes in the same direction.
package struct TransferComparison {
  /// Where both are among the transfers of the run.
  var braIndex: Int
  var column0Index: Int
  package var bra: TransferResult
  package var column0: TransferResult

  /// How many times as fast the BRA transfer was.
  var ratio: Double { Double(column0.duration) / Double(bra.duration) }

  /// What the slower of the two spent more than the other, in slots by part, the largest first.
  ///
  /// The payload is the same, so it is in none of the parts; where the slower way did better, a part is left out.
  package var losses: [(to: String, slots: UInt64)] {
    let (slower, faster) = column0.duration > bra.duration ? (column0, bra) : (bra, column0)
    return zip(slower.split.parts, faster.split.parts).enumerated()
      .filter { $0.element.0.slots > $0.element.1.slots }
      .map { (order: $0.offset, key: $0.element.0.key, slots: $0.element.0.slots - $0.element.1.slots) }
      .sorted { ($1.slots, $0.order) < ($0.slots, $1.order) }.map { (Self.words[$0.key] ?? $0.key, $0.slots) }
  }

  /// The parts of a split as things that time is lost to.
  private static let words = [
    "payload": "payload", "setup": "set-up and teardown", "syncWait": "sync waits", "retry": "retries",
    "host": "its host", "overhead": "overhead bits", "shortBlock": "a short last block",
    "column0": "Column 0 beside its blocks", "unused": "slots unused beside its data",
  ]
}

extension ScenarioRun {
  /// Each good BRA transfer beside the first good Column 0 transfer that moved as many bytes the same way.
  package var comparisons: [TransferComparison] {
    let isGood = results.map { $0.error == nil && $0.duration > 0 }
    let partners = TransferComparison.partners(of: scenario.transfers, isGood: isGood)
    return zip(scenario.transfers.indices, partners).compactMap { index, partner in
      partner.map {
        TransferComparison(braIndex: index, column0Index: $0, bra: results[index], column0: results[$0])
      }
    }
  }

  func document(of comparison: TransferComparison) -> JSONValue {
    [
      "bra": .string(scenario.transfers[comparison.braIndex].name),
      "column0": .string(scenario.transfers[comparison.column0Index].name),
      "braFrames": .count(comparison.bra.frames.total),
      "column0Frames": .count(comparison.column0.frames.total), "ratio": .number(comparison.ratio),
    ]
  }
}

extension TransferComparison {
  /// For each good BRA transfer the first good Column 0 transfer of as many bytes in the same direction, in one pass.
  package static func partners(of transfers: [ScenarioTransfer], isGood: [Bool]) -> [Int?] {
    let good = zip(transfers.enumerated(), isGood).filter(\.1).map(\.0)
    let partners = Dictionary(
      good.filter { $0.element.path == .column0 }.map { (Movement($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    return zip(transfers, isGood).map { $0.isStream && $1 ? partners[Movement($0)] : nil }
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
