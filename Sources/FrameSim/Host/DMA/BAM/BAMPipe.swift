/// A pipe of the engine: its ring, the descriptor under way, and those that are consumed but not complete.
struct BAMPipe: Hashable, Sendable {
  /// What a pipe moves.
  enum Kind: Hashable, Sendable {
    /// Commands, and data to the Manager.
    case toManager
    /// Data from the Manager.
    case fromManager
  }

  /// A descriptor that the engine works on.
  struct Current: Hashable, Sendable {
    var descriptor: BAMDescriptor
    /// Bytes of it that are through.
    var place = 0
    /// Bytes that are left.
    var left: Int { Int(descriptor.size) - place }
  }

  /// What a consumed descriptor still needs to be complete.
  enum Need: Hashable, Sendable {
    case nothing
    /// So many data bytes of the pipe have been on the wire, and answered.
    case data(Int)
    /// So many commands and streams that it started are over.
    case client(commands: Int, streams: Int)
  }

  /// A descriptor that is consumed, and what it needs.
  struct Unfinished: Hashable, Sendable {
    var flags: BAMFlags
    var need: Need
  }

  let kind: Kind
  let group: Int
  var ring: DescriptorRing
  /// The command elements in the host's memory.
  var elements: [UInt8] = []
  /// Where they begin.
  let elementsAddress: UInt32
  var current: Current?
  /// In the order of the ring.
  var unfinished: [Unfinished] = []
  /// Data bytes that went from memory to the Manager.
  var fed = 0
  /// Since when it waits for a lock.
  var lockedOutSince: BAMTime?
  /// Until when it is halted.
  var haltedUntil: BAMTime?
  /// When it got on last.
  var progress = BAMTime(slot: 0)
  /// Whether it was ended.
  var isEnded = false

  init(_ kind: Kind, group: Int, slots: Int, elementsAddress: UInt32) {
    self.kind = kind
    self.group = group
    self.elementsAddress = elementsAddress
    ring = DescriptorRing(slots: slots)
  }

  /// Whether it has begun, or knows of, something that is not complete.
  var isBusy: Bool { current != nil || !unfinished.isEmpty || ring.next != nil }

  /// Everything it has is forgotten, as by a reset of the pipe.
  mutating func reset() {
    ring.reset()
    current = nil
    unfinished = []
    lockedOutSince = nil
    haltedUntil = nil
  }

  /// It does nothing any more; what was complete stays counted.
  mutating func end() {
    current = nil
    unfinished = []
    lockedOutSince = nil
    isEnded = true
  }

  /// The command element at a place of the descriptor under way; nil where there is none.
  func element(_ current: Current) -> BAMCommandElement? {
    let start = Int(current.descriptor.address) - Int(elementsAddress) + current.place
    guard start >= 0, start + BAMCommandElement.byteCount <= elements.count else { return nil }
    return BAMCommandElement(bytes: elements[start..<start + BAMCommandElement.byteCount])
  }
}
