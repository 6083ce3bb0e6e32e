internal import BRAEncoder

/// Descriptors that a driver issues in one go, and what it asks for by them.
struct BAMChain: Sendable {
  /// A command as the driver asks for it.
  struct Asked: Hashable, Sendable {
    var isRead: Bool
    var device: Int
    var register: UInt16
    /// What a Write writes; nil where that was read before.
    var value: UInt8?
    /// The bits that it keeps of that.
    var mask: UInt8?

    /// Whether the bus works with the other bank after it.
    var switchesBank: Bool {
      device == broadcastDevice
        && Command.write(device: device, register: register, value: value ?? 0).isBankSwitch
    }
  }

  /// Bytes that the driver asks for: a section, or a part of one.
  struct Extent: Hashable, Sendable {
    /// Where they are in the host's buffer.
    var offset: Int
    var count: Int
    var device: Int
    var address: UInt32
    var isRead: Bool
  }

  /// For the pipe of commands and writes.
  var descriptors: [BAMDescriptor] = []
  /// For the pipe of reads.
  var readDescriptors: [BAMDescriptor] = []
  /// The command elements.
  var elements = BAMElementTable(at: BAMChainBuilder.elementsAddress)
  var commands: [Asked] = []
  /// In the order of the buffer.
  var extents: [Extent] = []
  /// Streams of blocks that it starts.
  var streams: Int { extents.count }
  /// Whether it opens the stream on the bus.
  var opens = false
  /// Whether LOCK stands in front of it.
  var isLocked = false
  /// Whether its data is complete before the Manager is done.
  var isUnfenced = false
  /// UNLOCK, where the worker queues it when nothing else is left.
  var workerUnlock: BAMDescriptor?

  /// Whether it has nothing, but for a descriptor of LOCK.
  func isEmpty(besidesLock locks: Bool) -> Bool { descriptors.count <= (locks ? 1 : 0) }
}
