/// Finds what was probably done where a descriptor is another one than it should be.
struct BAMMistakeFinder {
  /// The descriptor's number, from 0.
  let index: Int
  /// As it is.
  let found: BAMDescriptor
  /// As it should be.
  let should: BAMDescriptor
  /// All that should be there.
  let expected: [BAMDescriptor]
  /// All that are there.
  let ring: BAMRing

  /// What is probably meant by the first field that differs, a sentence each.
  func meanings(_ field: BAMDifference.Field) -> [String] {
    if found.bytes == Array(should.bytes.reversed()) || isSwapped(field) {
      return ["the field's bytes are in the wrong order; a descriptor is little endian"]
    }
    if found.flags.isEmpty, found.size == 0, found.address == 0 { return ["the slot is empty"] }
    // Where what follows is right but for its place, the fields say nothing.
    if index + 1 < expected.count, found == expected[index + 1] { return ["descriptor \(index) is missing"] }
    if index + 1 < ring.usedSlots, ring[index + 1] == should { return ["it is one too many"] }
    switch field {
    case .address: return address
    case .size: return size
    case .flags: return flags
    }
  }

  private func isSwapped(_ field: BAMDifference.Field) -> Bool {
    switch field {
    case .address: found.address.byteSwapped == should.address
    case .size: found.size.byteSwapped == should.size
    case .flags: found.flags.rawValue.byteSwapped == should.flags.rawValue
    }
  }

  // MARK: Addresses

  /// The descriptor of the same kind before it that is there.
  private var before: BAMDescriptor? {
    (0..<index).last { expected[$0].flags.contains(.cmd) == should.flags.contains(.cmd) }.map { ring[$0] }
  }

  private var address: [String] {
    if index > 0, let before {
      if found.address == before.address { return ["it is that of the one before: not advanced"] }
      let end = UInt64(before.address) + UInt64(before.size)
      if UInt64(should.address) == end {
        let gap = Int64(found.address) - Int64(end)
        return [
          gap > 0
            ? "\(counted(gap, "byte")) between it and the one before are left out"
            : "\(counted(-gap, "byte")) of the one before come again"
        ]
      }
    }
    return found.flags.contains(.cmd) && found.address % 4 != 0
      ? ["command elements are aligned to 4"] : []
  }

  // MARK: Sizes

  private var size: [String] {
    if found.size == 0 { return ["it names no bytes"] }
    if Int(found.size) > BAMDescriptor.maximumSize {
      return ["a descriptor names at most \(BAMDescriptor.maximumSize) bytes; longer data are split"]
    }
    if should.flags.contains(.cmd) {
      return Int(found.size) * BAMCommandElement.byteCount == Int(should.size)
        ? ["the size counts bytes, not command elements"] : []
    }
    let difference = Int(found.size) - Int(should.size)
    return [
      difference < 0
        ? "\(counted(-difference, "byte")) too few are sent"
        : "\(counted(difference, "byte")) too many are sent"
    ]
  }

  // MARK: Flags

  private var flags: [String] {
    BAMFlags.names.compactMap { flag, name in
      switch (should.flags.contains(flag), found.flags.contains(flag)) {
      case (true, false): "\(name) is missing: \(flag.withoutIt)"
      case (false, true): "\(name) is too many: \(flag.withIt)"
      default: nil
      }
    } + (found.flags.isSubset(of: .known) ? [] : ["bits 8 to 0 mean nothing"])
  }
}

extension BAMFlags {
  /// What happens where it is missing.
  fileprivate var withoutIt: String {
    switch self {
    case .int: "nobody is told that it is complete"
    case .eot: "the transfer has no end, and its interrupt does not come"
    case .eob: "the block has no end"
    case .nwd: "complete when consumed, not when done"
    case .cmd: "its command elements are taken for data"
    case .lock: "pipes of other groups get in between"
    default: "pipes of other groups stay locked out"
    }
  }

  /// What happens where it should not be.
  fileprivate var withIt: String {
    switch self {
    case .int: "an interrupt in the middle"
    case .eot: "the transfer ends here"
    case .eob: "a block ends here"
    case .nwd: "the engine waits here until the peripheral is done"
    case .cmd: "its data are taken for command elements"
    case .lock: "EBUSY if the pipe has locked, or else other groups are locked out from here on"
    default: "EPERM if the pipe has not locked, or else other groups get in between"
    }
  }
}
