internal import FrameSim

/// In which order the transfers of a scenario run, and which of them together.
///
/// A transfer that runs during another runs when that one's turn comes. Where that one is refused, it runs in its own turn:
/// at its place in the file, or right after, where its place is before.
struct TransferSchedule {
  /// For each transfer the one during which it runs; nil for one that runs by itself.
  private let leads: [Int?]
  /// Those that run during a transfer, in the order of the file.
  private let companions: [Int: [Int]]

  init(_ transfers: [ScenarioTransfer]) {
    guard transfers.contains(where: { $0.during != nil }) else {
      leads = []
      companions = [:]
      return
    }
    let places = Dictionary(
      transfers.enumerated().map { (ByteKey($0.element.name), $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    let leads = transfers.map { transfer in transfer.during.flatMap { places[ByteKey($0.transfer)] } }
    self.leads = leads
    companions = Dictionary(grouping: leads.indices.filter { leads[$0] != nil }) { leads[$0] ?? 0 }
  }

  /// Whether any transfers run together.
  var hasGroups: Bool { !companions.isEmpty }

  /// Runs `count` transfers: `body` runs one and those during it, and says whether it was not refused, so that they ran.
  func run<Failure: Error>(
    _ count: Int, _ body: (_ transfer: Int, _ companions: [Int]) throws(Failure) -> Bool
  ) throws(Failure) {
    var isDone = [Bool](repeating: false, count: leads.count)
    for index in 0..<count {
      guard hasGroups else {
        _ = try body(index, [])
        continue
      }
      // Its turn is that of the other, which comes later.
      if isDone[index] || (leads[index] ?? -1) > index { continue }
      let beside = companions[index] ?? []
      if try body(index, beside) {
        for other in beside { isDone[other] = true }
      } else {
        for other in beside where other < index {
          _ = try body(other, [])
          isDone[other] = true
        }
      }
    }
  }
}
