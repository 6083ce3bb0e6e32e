/// Points that fill a table: the first coordinates name the rows, the others the columns.
struct PlotTable {
  static let mostColumns = 16
  static let mostRows = 64

  /// What rows and columns are.
  let rowHeading: String
  let columnHeading: String
  let rows: [String]
  let columns: [String]
  /// The index of the point in each cell, by row and then by column.
  let cells: [[Int]]

  /// The table of all points, or nil where they fill none: the most nearly square one.
  init?(_ points: [BreakevenPoint], _ labels: PointLabels) {
    let tables = labels.names.indices.dropFirst().flatMap { split in
      [Self(labels, split, isTurned: false), Self(labels, split, isTurned: true)].compactMap { $0 }
    }
    // Of two that are equally square the first wins, which has not been turned.
    var best: Self?
    for table in tables {
      let edge = max(table.rows.count, table.columns.count)
      if best.map({ edge < max($0.rows.count, $0.columns.count) }) ?? true { best = table }
    }
    guard let best else { return nil }
    self = best
  }

  private init?(_ labels: PointLabels, _ split: Int, isTurned: Bool) {
    var rowNumbers: [[String]: Int] = [:]
    var columnNumbers: [[String]: Int] = [:]
    var places: [[Int]: Int] = [:]
    var rows: [[String]] = []
    var columns: [[String]] = []
    for (index, coordinates) in labels.coordinates.enumerated() {
      let first = Array(coordinates[..<split])
      let second = Array(coordinates[split...])
      let (rowKey, columnKey) = isTurned ? (second, first) : (first, second)
      let row = rowNumbers[rowKey] ?? rows.count
      if row == rows.count { rows.append(rowKey) }
      rowNumbers[rowKey] = row
      let column = columnNumbers[columnKey] ?? columns.count
      if column == columns.count { columns.append(columnKey) }
      columnNumbers[columnKey] = column
      guard places.updateValue(index, forKey: [row, column]) == nil else { return nil }
    }
    guard rows.count * columns.count == places.count, rows.count > 1, columns.count > 1,
      rows.count <= Self.mostRows, columns.count <= Self.mostColumns
    else { return nil }
    let first = Array(labels.names[..<split])
    let second = Array(labels.names[split...])
    let (rowNames, columnNames) = isTurned ? (second, first) : (first, second)
    rowHeading = PointLabels.heading(rowNames)
    columnHeading = PointLabels.heading(columnNames)
    self.rows = rows.map {
      PointLabels.parts(names: rowNames, values: $0, withNames: false).joined(separator: ", ")
    }
    self.columns = columns.map {
      PointLabels.parts(names: columnNames, values: $0, withNames: false).joined(separator: ", ")
    }
    cells = rows.indices.map { row in columns.indices.map { places[[row, $0]] ?? 0 } }
  }
}
