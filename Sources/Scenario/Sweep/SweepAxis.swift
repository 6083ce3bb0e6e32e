internal import FrameSim

/// One axis of a sweep: the values that one or more key paths take together.
package struct SweepAxis: Sendable {
  /// The key in the file, for example `bus.rows,columns`.
  package var key: String
  /// Where the key stands in the text.
  package var offset: Int
  /// The paths it sets.
  package var paths: [ScenarioPath]
  /// The values of an axis.
  package enum Values: Sendable {
    /// One value for each path.
    case tuples([[JSON5Node]])
    /// Every frame shape there is, by rows and then by columns; the paths are those of rows and columns.
    case allShapes(rowsFirst: Bool, at: Int)
  }
  /// The values.
  package var values: Values

  /// How many values it has.
  package var count: Int {
    switch values {
    case .tuples(let tuples): tuples.count
    case .allShapes: FrameShape.all.count
    }
  }

  /// The values of its paths at an index below `count`.
  package subscript(index: Int) -> [JSON5Node] {
    switch values {
    case .tuples(let tuples): return tuples[index]
    case .allShapes(let rowsFirst, let offset):
      let shape = FrameShape.all[index]
      let pair = rowsFirst ? [shape.rows, shape.columns] : [shape.columns, shape.rows]
      return pair.map { JSON5Node(.number(.unsigned(UInt64($0))), at: offset) }
    }
  }

  /// The axis as the expanded scenario has it.
  var expanded: JSONValue {
    let values: JSONValue =
      switch values {
      case .allShapes: "all"
      case .tuples(let tuples):
        .array(
          tuples.map {
            let values = $0.map(\.value.json)
            return paths.count == 1 ? values.first ?? .null : .array(values)
          })
      }
    return [paths.map(\.description).joined(separator: ","): values]
  }
}
