internal import FrameSim

extension Sweep {
  /// Whether a text is a result as this sweep writes it after the beginning of a row, and whether it says that an expectation
  /// did not hold; nil where it is none.
  ///
  /// Every column must be there and be what it is; what its numbers say is believed.
  func isDisappointed(end text: String) -> Bool? {
    guard let values = values(ofEnd: text), let passed = values.last,
      end(values).utf8.elementsEqual(text.utf8),
      (values[0] == .string(ExpectedStatus.ok.rawValue)) == (values[1] == .null)
    else { return nil }
    return passed == .bool(false)
  }

  /// The values of all columns of a result, or nil.
  private func values(ofEnd text: String) -> [JSONValue]? {
    let columns = TransferTable.resultColumns
    let values: [JSONValue?]
    switch format {
    case .csv:
      // No result has a comma in it.
      let cells = text.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == columns.count else { return nil }
      values = zip(columns, cells).map { TransferTable.kind(of: $0).value(of: String($1)) }
    case .jsonLines:
      guard text.hasSuffix("}}"),
        let source = try? SourceText(name: "", bytes: Array(text.utf8.dropLast())),
        case .object(let members)? = try? JSON5Document(source).root.value
      else { return nil }
      let known = Dictionary(members.map { ($0.key, $0.node.value) }, uniquingKeysWith: { first, _ in first })
      values = columns.map { column in known[column].flatMap { TransferTable.kind(of: column).value(of: $0) }
      }
    }
    let present = values.compactMap { $0 }
    return present.count == columns.count ? present : nil
  }
}

extension TransferTable.Kind {
  /// The value of a cell of a CSV line, or nil where it is of another kind.
  fileprivate func value(of cell: String) -> JSONValue? {
    switch self {
    case .status, .error: cell.isEmpty ? value(of: .null) : value(of: .string(cell))
    case .count: UInt64(cell).map { .count($0) }
    case .number: Double(cell).map { .number($0) }
    case .passed: cell.isEmpty ? .null : Bool(cell).map { .bool($0) }
    }
  }

  /// The value of a member of a JSON object, or nil where it is of another kind.
  fileprivate func value(of value: JSON5Value) -> JSONValue? {
    switch (self, value) {
    case (.status, .string(let word)): ExpectedStatus(rawValue: word).map { .string($0.rawValue) }
    case (.error, .string(let word)): TransferErrno(rawValue: word).map { .string($0.rawValue) }
    case (.error, .null), (.passed, .null): .null
    case (.count, .number(.unsigned(let count))): .count(count)
    case (.number, .number(let number)): .number(number.double)
    case (.passed, .bool(let flag)): .bool(flag)
    default: nil
    }
  }
}
