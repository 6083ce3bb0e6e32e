/// The first difference between the ring that a transfer asks for and another one: which descriptor, which field, and what it
/// probably means.
///
/// Addresses are those of the simulated memory. Where all data, or all command elements, of a ring lie so many bytes further on,
/// that is no difference as long as there is another one. Source: host reference 6.1.
package struct BAMDifference: Hashable, Sendable {
  /// In what it differs.
  package enum Kind: Hashable, Sendable {
    /// A field.
    case field(Field, expected: UInt32, actual: UInt32)
    /// There is no such descriptor, and so many are missing.
    case missing(Int)
    /// Part of the descriptor is there, so many bytes.
    case cut(Int)
    /// So many descriptors too many.
    case extra(Int)
    /// So many bytes after the last descriptor.
    case rest(Int)
    /// All of that kind lie elsewhere, by so many bytes.
    case moved(Int64, isCommands: Bool)
  }

  /// A field of a descriptor.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case address, size, flags
  }

  /// The descriptor, from 0.
  package let index: Int
  /// In what it differs.
  package let kind: Kind
  /// What was probably done, or what it does; empty where nothing is known.
  package let meanings: [String]

  private init(_ index: Int, _ kind: Kind, _ meanings: [String] = []) {
    self.index = index
    self.kind = kind
    self.meanings = meanings
  }

  /// The first difference of a dump, or nil; slots at its end that are all zeros are unused.
  package static func first(_ bytes: [UInt8], from expected: [BAMDescriptor]) -> BAMDifference? {
    let ring = BAMRing(bytes)
    let moves = Moves(ring, expected)
    for (index, original) in expected.enumerated() {
      guard index < ring.usedSlots else {
        let isCut = index == ring.usedSlots && ring.unusedSlots == 0 && ring.restBytes > 0
        return BAMDifference(index, isCut ? .cut(ring.restBytes) : .missing(expected.count - index))
      }
      let descriptor = moves.moved(original)
      let found = ring[index]
      guard let field = Field.allCases.first(where: { found.value($0) != descriptor.value($0) }) else {
        continue
      }
      let finder = BAMMistakeFinder(
        index: index, found: found, should: descriptor, expected: expected.map(moves.moved), ring: ring)
      return BAMDifference(
        index, .field(field, expected: descriptor.value(field), actual: found.value(field)),
        finder.meanings(field))
    }
    if ring.usedSlots > expected.count {
      return BAMDifference(expected.count, .extra(ring.usedSlots - expected.count))
    }
    if ring.restBytes > 0 { return BAMDifference(expected.count, .rest(ring.restBytes)) }
    return moves.difference
  }

  /// By how much all descriptors of a kind lie elsewhere.
  private struct Moves {
    private var byFlag: [Bool: (first: Int, offset: Int64)] = [:]

    init(_ ring: BAMRing, _ expected: [BAMDescriptor]) {
      for isCommand in [false, true] {
        let places = expected.indices.filter {
          $0 < ring.usedSlots && expected[$0].flags.contains(.cmd) == isCommand
        }
        let offsets = Set(places.map { Int64(ring[$0].address) - Int64(expected[$0].address) })
        // One alone says nothing: its address may as well be wrong.
        guard places.count > 1, offsets.count == 1, let offset = offsets.first, offset != 0 else { continue }
        byFlag[isCommand] = (places[0], offset)
      }
    }

    func moved(_ descriptor: BAMDescriptor) -> BAMDescriptor {
      guard let move = byFlag[descriptor.flags.contains(.cmd)] else { return descriptor }
      var descriptor = descriptor
      descriptor.address = UInt32(truncatingIfNeeded: Int64(descriptor.address) + move.offset)
      return descriptor
    }

    var difference: BAMDifference? {
      byFlag.min { $0.value.first < $1.value.first }.map { isCommands, move in
        BAMDifference(move.first, .moved(move.offset, isCommands: isCommands))
      }
    }
  }
}

extension BAMDescriptor {
  /// What is in a field.
  func value(_ field: BAMDifference.Field) -> UInt32 {
    switch field {
    case .address: address
    case .size: UInt32(size)
    case .flags: UInt32(flags.rawValue)
    }
  }
}

extension BAMFlags {
  /// The names of those that are set, or that there are none, and bits without a name as a number.
  package var text: String {
    let stray = rawValue & ~Self.known.rawValue
    let words = names + (stray == 0 ? [] : [hexadecimal(stray, digits: 4)])
    return words.isEmpty ? "none" : words.joined(separator: " ")
  }
}

extension BAMDifference: CustomStringConvertible {
  /// One sentence, for example `descriptor 2: flags are INT EOT, should be INT EOT NWD: ...`; descriptors count from 0.
  package var description: String {
    let sentence = "descriptor \(index): \(what)"
    return meanings.isEmpty ? sentence : "\(sentence): \(meanings.joined(separator: "; "))"
  }

  private var what: String {
    switch kind {
    case .field(.address, let expected, let actual):
      "address is \(hexadecimal(actual, digits: 8)), should be \(hexadecimal(expected, digits: 8))"
    case .field(.size, let expected, let actual): "size is \(actual), should be \(expected)"
    case .field(.flags, let expected, let actual):
      "flags are \(Self.flags(actual)), should be \(Self.flags(expected))"
    case .missing(let count): "the dump ends before it; \(Self.are(count, "descriptor")) missing"
    case .cut(let count): "the dump ends after \(count) of its \(BAMDescriptor.byteCount) bytes"
    case .extra(let count): "\(Self.are(count, "descriptor")) too many"
    case .rest(let count): "\(counted(count, "byte")) after the last descriptor"
    case .moved(let offset, let isCommands):
      "all \(isCommands ? "command elements" : "data") lie \(hexadecimal(offset.magnitude, digits: 1)) bytes "
        + "\(offset < 0 ? "before" : "behind") where they should; nothing else differs"
    }
  }

  private static func flags(_ value: UInt32) -> String {
    BAMFlags(rawValue: UInt16(truncatingIfNeeded: value)).text
  }

  private static func are(_ count: Int, _ noun: String) -> String {
    "\(counted(count, noun)) \(count == 1 ? "is" : "are")"
  }
}
