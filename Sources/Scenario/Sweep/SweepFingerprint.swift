internal import FrameSim

/// The fingerprints of a sweep's points: 16 hexadecimal digits that change with everything a run depends on, but for the
/// content of data files. They are FNV-1a of the expanded scenario without its name, with the seed that holds.
///
/// Of what no axis changes, the text is made and hashed once.
package struct SweepFingerprint: Sendable {
  private enum Piece {
    /// The same at every point.
    case fixed(FNV1aBlock)
    /// The member of a key, with the comma that joins it to the others.
    case member(String)
    /// One transfer or expectation, by its number.
    case transfer(Int), expectation(Int)
    case seed
  }

  private let pieces: [Piece]

  /// For the points of a plan.
  package init(_ plan: SweepPlan) {
    var pieces: [Piece] = []
    var text = "{"
    func end() {
      if !text.isEmpty { pieces.append(.fixed(FNV1aBlock(text))) }
      text = ""
    }
    func list(_ key: String, _ elements: [JSONValue], _ changed: [Int], _ piece: (Int) -> Piece) {
      text += ",\"\(key)\":["
      var isChanged = [Bool](repeating: false, count: elements.count)
      for index in changed where isChanged.indices.contains(index) { isChanged[index] = true }
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        if isChanged[index] {
          end()
          pieces.append(piece(index))
        } else {
          text += element.text(.compact)
        }
      }
      text += "]"
    }
    let base = plan.base
    // The keys that are always there are in the order of the text, too.
    for key in (ScenarioFile.parts + ["format", "seed"]).sorted() {
      switch key {
      case "seed":
        text += ",\"seed\":"
        end()
        pieces.append(.seed)
      case "expect" where !plan.setsWhole(key) && plan.isChanged(key):
        list(key, base.expectations.map(\.expanded), plan.changedExpectations) { .expectation($0) }
      case "transfers" where !plan.setsWhole(key) && plan.isChanged(key):
        list(key, base.transfers.map(\.expanded), plan.changedTransfers) { .transfer($0) }
      case _ where plan.isChanged(key) || key == "host" && plan.isChanged("bus"):
        end()
        pieces.append(.member(key))
      default: text += Self.member(key, base)
      }
    }
    text += "}"
    end()
    self.pieces = pieces
  }

  /// A member with its comma: behind the first key, which may not be there, and in front of all others.
  private static func member(_ key: String, _ scenario: ScenarioFile) -> String {
    guard let value = scenario.expandedMember(key) else { return "" }
    let member = "\"\(key)\":" + value.text(.compact)
    return key == "breakeven" ? member + "," : key == "bus" ? member : "," + member
  }

  /// The 16 digits of a point of the plan.
  package func digits(_ scenario: ScenarioFile, seed: UInt64?) -> String {
    var hash = FNV1a.initial
    for piece in pieces {
      switch piece {
      case .fixed(let block): hash = block.hash(after: hash)
      case .seed: hash = FNV1a.hash("\(seed ?? scenario.seed)", after: hash)
      case .member(let key): hash = FNV1a.hash(Self.member(key, scenario), after: hash)
      case .transfer(let index):
        hash = FNV1a.hash(scenario.transfers[index].expanded.text(.compact), after: hash)
      case .expectation(let index):
        hash = FNV1a.hash(scenario.expectations[index].expanded.text(.compact), after: hash)
      }
    }
    return hexadecimal(hash, digits: 16).lowercased()
  }
}
