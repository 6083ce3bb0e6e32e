/// A text that was read, as the places of its values: eight bytes for each, whatever it is.
///
/// The values stand in the order of the text. After an object come its keys, each before its value; after a list its elements.
final class JSON5Tape: Sendable {
  struct Entry: Sendable {
    /// Where the value or key starts in the text.
    var offset: UInt32
    /// The entry after it and all that is in it.
    var end: UInt32
  }

  private let source: SourceText
  private let entries: [Entry]

  init(_ source: SourceText, _ entries: [Entry]) {
    self.source = source
    self.entries = entries
  }

  /// Where an entry starts in the text.
  func offset(of entry: UInt32) -> Int { Int(entries[Int(entry)].offset) }

  func isObject(_ entry: UInt32) -> Bool { source.bytes[offset(of: entry)] == UInt8(ascii: "{") }

  /// What an entry is; the values in it are made when they are asked for.
  func value(of entry: UInt32) -> JSON5Value {
    switch source.bytes[offset(of: entry)] {
    case UInt8(ascii: "{"): .object(members(of: entry))
    case UInt8(ascii: "["): .array(elements(of: entry))
    default: scalar(at: offset(of: entry))
    }
  }

  private func elements(of list: UInt32) -> [JSON5Node] {
    var count = 0
    var next = list + 1
    while next < entries[Int(list)].end {
      count += 1
      next = entries[Int(next)].end
    }
    next = list + 1
    // As many as there are: a long list takes its memory once.
    return [JSON5Node](unsafeUninitializedCapacity: count) { nodes, made in
      while made < count {
        nodes.initializeElement(at: made, to: JSON5Node(self, next))
        next = entries[Int(next)].end
        made += 1
      }
    }
  }

  private func members(of object: UInt32) -> [JSON5Member] {
    var count = 0
    var next = object + 1
    while next < entries[Int(object)].end {
      count += 1
      next = entries[Int(next + 1)].end
    }
    var members: [JSON5Member] = []
    members.reserveCapacity(count)
    next = object + 1
    while next < entries[Int(object)].end {
      let offset = offset(of: next)
      members.append(JSON5Member(key: key(at: offset), keyOffset: offset, node: JSON5Node(self, next + 1)))
      next = entries[Int(next + 1)].end
    }
    return members
  }

  private func key(at offset: Int) -> String {
    var reader = JSON5Reader(source, at: offset)
    do {
      return try reader.key()
    } catch {
      preconditionFailure("what was read once can be read again")
    }
  }

  private func scalar(at offset: Int) -> JSON5Value {
    var reader = JSON5Reader(source, at: offset)
    do {
      return try reader.scalarValue()
    } catch {
      preconditionFailure("what was read once can be read again")
    }
  }
}
