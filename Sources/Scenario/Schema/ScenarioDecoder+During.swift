internal import FrameSim

extension ScenarioDecoder {
  /// The key `during` of a transfer, to be looked at when all are known.
  struct SideField {
    /// Its place among the transfers.
    var transfer: Int
    var field: Field
  }

  /// During which transfer one runs, if it does during another; nil where something is wrong with that.
  mutating func decodeDuring(_ view: ObjectView) -> (during: ScenarioTransfer.During?, Void)? {
    var frames: Int? = 0
    if let field = view["afterFrames"] {
      frames = reader.integer(field)
      if view["during"] == nil, !view.meant.contains("during") {
        reader.error(
          field, "afterFrames counts from the first block of another transfer; name that by during")
      }
    }
    guard let field = view["during"] else { return (nil, ()) }
    guard let name = reader.name(field), let frames else { return nil }
    return (ScenarioTransfer.During(name, afterFrames: frames), ())
  }

  /// Looks for the transfers during which others run: each is over BRA, and runs in its turn.
  mutating func checkSides(
    _ sides: [SideField], _ transfers: [ScenarioTransfer], among names: Set<ByteKey>
  ) {
    let places = Dictionary(
      transfers.enumerated().map { (ByteKey($0.element.name), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let fitting = transfers.filter { $0.isStream && $0.during == nil }.map(\.name)
    let known = TransferNames(fitting)
    var nearby: NearbyWords?
    for side in sides {
      guard let name = transfers[side.transfer].during?.transfer else { continue }
      if let place = places[ByteKey(name)] {
        let other = transfers[place]
        if place == side.transfer {
          reader.error(side.field, "a transfer cannot run during itself")
        } else if other.call != nil {
          reader.error(
            side.field,
            "\(quote(name)) is a call to an offload; a transfer runs during one over BRA\(known.hint(meant: nil))"
          )
        } else if other.path != .bra {
          reader.error(
            side.field,
            "\(quote(name)) goes over Column 0; a transfer runs during one over BRA\(known.hint(meant: nil))")
        } else if let during = other.during {
          reader.error(
            side.field, suggestion: .string(during.transfer),
            "\(quote(name)) runs during \(quote(during.transfer)) itself; name one that runs in its turn")
        }
      } else if !names.contains(ByteKey(name)) {
        var near: String?
        if !reader.diagnostics.isFull {
          let words = nearby ?? known.nearby()
          nearby = words
          near = words.nearest(to: name)
        }
        reader.error(
          side.field, suggestion: near.map { .string($0) },
          "there is no transfer \(quote(name)) over BRA\(known.hint(meant: near))")
      }
    }
  }
}
