/// A value of a JSON5 text and the byte offset it starts at.
///
/// What was read stays in the text and is made when it is asked for, one level at a time; what was put in is held as it is.
package struct JSON5Node: Sendable {
  private enum Storage: Sendable {
    case read(JSON5Tape, UInt32)
    case made(Made)
  }

  private final class Made: Sendable {
    let value: JSON5Value
    let offset: Int

    init(_ value: JSON5Value, at offset: Int) {
      self.value = value
      self.offset = offset
    }
  }

  private var storage: Storage

  /// A value at an offset.
  package init(_ value: JSON5Value, at offset: Int) { storage = .made(Made(value, at: offset)) }

  /// The value of an entry of a text that was read.
  init(_ tape: JSON5Tape, _ entry: UInt32) { storage = .read(tape, entry) }

  /// The value; of a list or object that was read, made anew at every call.
  package var value: JSON5Value {
    get {
      switch storage {
      case .read(let tape, let entry): tape.value(of: entry)
      case .made(let made): made.value
      }
    }
    set { storage = .made(Made(newValue, at: offset)) }
  }

  /// Where it starts in the text.
  package var offset: Int {
    switch storage {
    case .read(let tape, let entry): tape.offset(of: entry)
    case .made(let made): made.offset
    }
  }

  /// Whether it is an object.
  var isObject: Bool {
    switch storage {
    case .read(let tape, let entry): tape.isObject(entry)
    case .made(let made): if case .object = made.value { true } else { false }
    }
  }

  /// Makes the value's own list or object, and those that the path goes through, for what looks into them many times: in a text
  /// an element is found by passing all before it.
  mutating func settle(_ steps: ArraySlice<ScenarioPath.Step> = []) {
    var value = value
    switch (steps.first, value) {
    case (.element(let index)?, .array(var elements)) where elements.indices.contains(index):
      value = .null
      elements[index].settle(steps.dropFirst())
      value = .array(elements)
    case (.key(let key)?, .object(var members)):
      value = .null
      for index in members.indices where members[index].key.hasSameBytes(as: key) {
        members[index].node.settle(steps.dropFirst())
      }
      value = .object(members)
    case (_, .array), (_, .object): break
    default: return
    }
    self.value = value
  }
}
