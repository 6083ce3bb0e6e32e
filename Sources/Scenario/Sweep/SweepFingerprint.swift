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
    var text = Array("{".utf8)
    func end() {
      if !text.isEmpty { pieces.append(.fixed(FNV1aBlock(text))) }
      text = []
    }
    func list<Element>(
      _ key: String, _ elements: [Element], _ changed: [Int], _ piece: (Int) -> Piece,
      _ expanded: (Element) -> JSONValue
    ) {
      text += ",\"\(key)\":[".utf8
      var isChanged = [Bool](repeating: false, count: elements.count)
      for index in changed where isChanged.indices.contains(index) { isChanged[index] = true }
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ",".utf8 }
        if isChanged[index] {
          end()
          pieces.append(piece(index))
        } else {
          text += expanded(element).text(.compact).utf8
        }
      }
      text += "]".utf8
    }
    let base = plan.base
    // The keys that are always there are in the order of the text, too.
    for key in (ScenarioFile.parts + ["format", "seed"]).sorted() {
      switch key {
      case "seed":
        text += ",\"seed\":".utf8
        end()
        pieces.append(.seed)
      case "expect" where !plan.setsWhole(key) && plan.isChanged(key):
        list(key, base.expectations, plan.changedExpectations) {
          .expectation($0)
        } _: {
          $0.expanded
        }
      case "transfers" where !plan.setsWhole(key) && plan.isChanged(key):
        list(key, base.transfers, plan.changedTransfers) {
          .transfer($0)
        } _: {
          $0.expanded
        }
      case _ where plan.isChanged(key) || key == "host" && plan.isChanged("bus"):
        end()
        pieces.append(.member(key))
      default: Self.member(key, base) { text += $0 }
      }
    }
    text += "}".utf8
    end()
    self.pieces = pieces
  }

  /// A member with its comma: after the first key, which may not be there, and in front of all others.
  private static func member(_ key: String, _ scenario: ScenarioFile, to sink: @escaping ([UInt8]) -> Void) {
    guard scenario.hasMember(key) else { return }
    let start = key == "breakeven" || key == "bus" ? "" : ","
    sink(Array("\(start)\"\(key)\":".utf8))
    var writer = JSONWriter(layout: .compact, to: sink)
    scenario.writeExpanded(key, to: &writer)
    writer.finish()
    if key == "breakeven" { sink(Array(",".utf8)) }
  }

  /// The 16 digits of a point of the plan.
  package func digits(_ scenario: ScenarioFile, seed: UInt64?) -> String {
    var hash = FNV1a.initial
    for piece in pieces {
      switch piece {
      case .fixed(let block): hash = block.hash(after: hash)
      case .seed: hash = FNV1a.hash("\(seed ?? scenario.seed)", after: hash)
      case .member(let key): Self.member(key, scenario) { hash = FNV1a.hash($0, after: hash) }
      case .transfer(let index):
        hash = FNV1a.hash(scenario.transfers[index].expanded.text(.compact), after: hash)
      case .expectation(let index):
        hash = FNV1a.hash(scenario.expectations[index].expanded.text(.compact), after: hash)
      }
    }
    return hexadecimal(hash, digits: 16).lowercased()
  }
}
