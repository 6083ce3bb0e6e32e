/// The first difference between the command elements that a transfer asks for and other ones. Source: host reference 6.1.
package struct BAMElementDifference: Hashable, Sendable {
  /// A field of an element.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case command, address, data, mask, reserved
  }

  /// In what it differs.
  package enum Kind: Hashable, Sendable {
    /// A field.
    case field(Field, expected: BAMCommandElement, actual: BAMCommandElement)
    /// There is no such element, and so many are missing.
    case missing(Int)
    /// So many elements too many.
    case extra(Int)
    /// So many bytes after the last element.
    case rest(Int)
  }

  /// The element, from 0.
  package let index: Int
  /// In what it differs.
  package let kind: Kind

  /// The first difference of a dump, or nil; elements at its end that are all zeros are unused.
  package static func first(_ bytes: [UInt8], from expected: [UInt8]) -> BAMElementDifference? {
    let (found, should) = (BAMElements(bytes), BAMElements(expected))
    var other = found.makeIterator()
    for place in should {
      guard let actual = other.next()?.element else {
        return BAMElementDifference(index: place.index, kind: .missing(should.usedElements - place.index))
      }
      let field = Field.allCases.first { actual.value($0) != place.element.value($0) }
      if let field {
        return BAMElementDifference(
          index: place.index, kind: .field(field, expected: place.element, actual: actual))
      }
    }
    if found.usedElements > should.usedElements {
      return BAMElementDifference(
        index: should.usedElements, kind: .extra(found.usedElements - should.usedElements))
    }
    return found.restBytes == 0
      ? nil : BAMElementDifference(index: should.usedElements, kind: .rest(found.restBytes))
  }
}

extension BAMCommandElement {
  fileprivate func value(_ field: BAMElementDifference.Field) -> UInt32 {
    switch field {
    case .command: UInt32(command)
    case .address: address
    case .data: data
    case .mask: mask
    case .reserved: reserved
    }
  }

  /// What is in a field, as one reads it.
  fileprivate func text(_ field: BAMElementDifference.Field) -> String {
    switch field {
    case .command: operation.map { $0 == .write ? "a write" : "a read" } ?? "\(command)"
    case .address: register?.name ?? hexadecimal(address, digits: 6)
    default: hexadecimal(value(field), digits: 8)
    }
  }
}

extension BAMElementDifference: CustomStringConvertible {
  /// One sentence, for example `element 4, a write of commandData: data is 0x00000001, should be 0x00000002`.
  package var description: String {
    switch kind {
    case .field(let field, let expected, let actual):
      "element \(index), \(expected.text(.command)) of \(expected.text(.address)): \(field.rawValue) is "
        + "\(actual.text(field)), should be \(expected.text(field))"
    case .missing(let count): "element \(index): the dump ends before it; \(Self.are(count)) missing"
    case .extra(let count): "element \(index): \(Self.are(count)) too many"
    case .rest(let count): "\(counted(count, "byte")) after the last element"
    }
  }

  private static func are(_ count: Int) -> String {
    "\(counted(count, "element")) \(count == 1 ? "is" : "are")"
  }
}
