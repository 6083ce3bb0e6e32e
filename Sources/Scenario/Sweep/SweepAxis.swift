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
    /// Of one path.
    case single([JSON5Node])
    /// Lists with one value for each path.
    case tuples([JSON5Node])
    /// Every frame shape there is, by rows and then by columns; the paths are those of rows and columns.
    case allShapes(rowsFirst: Bool, at: Int)
  }
  /// The values.
  package var values: Values

  /// How many values it has.
  package var count: Int {
    switch values {
    case .single(let values), .tuples(let values): values.count
    case .allShapes: FrameShape.all.count
    }
  }

  /// The values of its paths at an index below `count`.
  package subscript(index: Int) -> [JSON5Node] { paths.indices.map { self[index, $0] } }

  /// The value of one of its paths at an index below `count`.
  package subscript(index: Int, column: Int) -> JSON5Node {
    switch values {
    case .single(let values): return values[index]
    case .tuples(let tuples):
      guard case .array(let values) = tuples[index].value else { return tuples[index] }
      return values[column]
    case .allShapes(let rowsFirst, let offset):
      let shape = FrameShape.all[index]
      let size = rowsFirst == (column == 0) ? shape.rows : shape.columns
      return JSON5Node(.number(.unsigned(UInt64(size))), at: offset)
    }
  }

  /// The axis as the expanded scenario has it.
  var expanded: JSONValue {
    let values: JSONValue =
      switch values {
      case .allShapes: "all"
      case .single(let values), .tuples(let values): .array(values.map(\.value.json))
      }
    return .object([expandedKey: values])
  }

  /// Its key in the expanded scenario.
  var expandedKey: String { paths.map(\.description).joined(separator: ",") }
}
