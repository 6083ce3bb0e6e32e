package import FrameSim

extension BAMDescriptor {
  /// The descriptor by the keys of a document.
  package var members: [String: JSONValue] {
    [
      "address": .count(address), "size": .count(size), "flags": .array(flags.names.map { .string($0) }),
      "bytes": .string(lowercaseHex(bytes)),
    ]
  }

  /// The heading of a table of descriptors, of which each is a `line`.
  package static var heading: String { " Slot  Address      Size  Flags" }

  /// The descriptor as a line of a table.
  package func line(slot: Int) -> String {
    let number = DisplayWidth.padded("\(slot)", to: 5, isLeft: false)
    let count = DisplayWidth.padded("\(size)", to: 7, isLeft: false)
    return "\(number)  0x\(hexadecimal(UInt64(address), digits: 8))\(count)  \(flags.text)"
  }
}

extension BAMCommandElement {
  /// The element by the keys of a document.
  package var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "command": .count(command), "address": .count(address), "data": .count(data), "mask": .count(mask),
      "reserved": .count(reserved), "bytes": .string(lowercaseHex(bytes)),
    ]
    members["operation"] = operation.map { $0 == .write ? "write" : "read" } ?? .null
    members["register"] = register.map { .string($0.name) } ?? .null
    return members
  }

  /// The heading of a table of elements, of which each is some `lines`.
  package static var heading: String { "Number  Does   Register         Data        Meaning" }

  /// The element as a line of a table, which goes on below where its meaning is long. `number` is left out where it is nil.
  package func lines(number: Int?, meaning: BAMElementMeaning) -> [String] {
    let cells = [
      DisplayWidth.padded(number.map(String.init) ?? "", to: 6, isLeft: false),
      DisplayWidth.padded(verb, to: 5, isLeft: true),
      DisplayWidth.padded(
        register?.name ?? "0x" + hexadecimal(UInt64(address), digits: 6), to: 15, isLeft: true),
      "0x" + hexadecimal(UInt64(data), digits: 8),
    ]
    let place = cells.joined(separator: "  ") + "  "
    var lines = DisplayWidth.wrapped(meaning.text + partly, first: place.count, indent: 2)
    lines[0] = place + lines[0].dropFirst(place.count)
    return lines
  }

  private var verb: String {
    switch operation {
    case .write: "write"
    case .read: "read"
    case nil: "\(command)?"
    }
  }

  private var partly: String {
    operation == .write && mask != .max ? "; only the bits 0x\(hexadecimal(UInt64(mask), digits: 8))" : ""
  }
}
