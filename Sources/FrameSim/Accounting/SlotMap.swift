internal import BRAEncoder

/// Who owned each slot of one frame, and which field it was: the frame, slot by slot.
public struct SlotMap: Sendable {
  /// One slot as the map shows it.
  public struct Entry: Hashable, Sendable {
    /// Its class.
    public var slotClass: SlotClass
    /// Who drives it.
    public var owner: SlotOwner
    /// The field and the bit in it.
    public var field: SlotField
  }

  /// The slots of the frame, in order.
  public let slots: [Entry]

  /// The map of a frame that carried `plan` and ended as `outcome` says, with DP0 at `geometry`.
  init(plan: FramePlan, outcome: FrameOutcome, geometry: PortGeometry, slotsSinceSSP: UInt64) {
    let shape = outcome.shape
    var slots = [Entry](
      repeating: Entry(slotClass: .free, owner: .nobody, field: SlotField(.free)), count: shape.slots)
    for row in 0..<shape.rows {
      slots[row * shape.columns] =
        row < ControlWord.rowCount
        ? Self.controlEntry(row: row, command: plan.command)
        : Entry(slotClass: .column0Rest, owner: .nobody, field: SlotField(.column0Rest))
    }
    if outcome.payloadBits > 0 {
      let owned = geometry.ownedSlots(in: shape, slotsSinceSSP: slotsSinceSSP)
      for (slot, entry) in zip(owned, Self.blockEntries(plan: plan, outcome: outcome)) {
        slots[slot] = entry
      }
    }
    self.slots = slots
  }

  private static func controlEntry(row: Int, command: Command) -> Entry {
    func entry(
      _ slotClass: SlotClass, _ owner: SlotOwner, _ name: SlotField.Name, _ rows: ClosedRange<Int>,
      index: Int = -1
    ) -> Entry {
      let field = SlotField(name, index: index, bit: rows.count == 1 ? -1 : rows.upperBound - row)
      return Entry(slotClass: slotClass, owner: owner, field: field)
    }
    switch row {
    case ControlRow.preq: return entry(.controlRequest, .peripherals, .preq, row...row)
    case ControlRow.opcode: return entry(.controlCommand, .manager, .opcode, ControlRow.opcode)
    case ControlRow.staticSync: return entry(.controlSync, .manager, .staticSync, ControlRow.staticSync)
    case ControlRow.phySync: return entry(.controlSync, .manager, .phySync, row...row)
    case ControlRow.dynamicSync: return entry(.controlSync, .manager, .dynamicSync, ControlRow.dynamicSync)
    case ControlRow.parity: return entry(.controlParity, .manager, .parity, row...row)
    case ControlRow.nak: return entry(.controlResponse, .all, .nak, row...row)
    case ControlRow.ack: return entry(.controlResponse, .all, .ack, row...row)
    default: break
    }
    guard command.isAccess else {
      switch row {
      case 4: return entry(.controlCommand, .nobody, .reserved, row...row)
      case ControlRow.ssp: return entry(.controlCommand, .manager, .ssp, row...row)
      case ControlRow.monitorRequest: return entry(.controlCommand, .monitor, .monitorRequest, row...row)
      case ControlRow.busRelease: return entry(.controlCommand, .manager, .busRelease, row...row)
      default:
        let device = row < 24 ? 11 - (row - 8) / 2 : 3 - (row - 33) / 2
        return entry(
          .controlStatus, .device(device), .status, ControlRow.status(of: device), index: device)
      }
    }
    switch row {
    case ControlRow.deviceAddress:
      return entry(.controlCommand, .manager, .deviceAddress, ControlRow.deviceAddress)
    case ControlRow.registerAddress:
      return entry(.controlCommand, .manager, .registerAddress, ControlRow.registerAddress)
    default:
      var owner = SlotOwner.manager
      if case .read(let device, _) = command { owner = .device(device & 15) }
      return entry(.controlData, owner, .data, ControlRow.data)
    }
  }

  private static func blockEntries(plan: FramePlan, outcome: FrameOutcome) -> [Entry] {
    if plan.block?.isFake == true {
      return (0..<outcome.payloadBits).map { bit in
        let (name, index) =
          bit < BlockLayout.headerEnd ? (SlotField.Name.header, bit / 8) : (.headerCRC, -1)
        let isSent = bit < BlockLayout.headerCRCEnd
        return Entry(
          slotClass: .dp0Padding, owner: isSent ? .initiator : .nobody,
          field: isSent ? SlotField(name, index: index, bit: 7 - bit % 8) : SlotField(.dp0Unused))
      }
    }
    let header = plan.block?.header ?? BRAHeader(packed: 0)
    let sender = header.operation == .write ? SlotOwner.initiator : .target
    let layout = BlockLayout(
      payloadBits: outcome.payloadBits, blockBits: outcome.block?.bits ?? 0, byteCount: header.byteCount)
    var entries: [Entry] = []
    entries.reserveCapacity(outcome.payloadBits)
    for (slotClass, bits) in layout.runs {
      let (owner, name) = ownerAndName(of: slotClass, sender: sender)
      for bit in 0..<bits {
        let field =
          switch name {
          case .header, .blockData: SlotField(name, index: bit / 8, bit: 7 - bit % 8)
          case .dp0Idle, .dp0Unused: SlotField(name)
          default: SlotField(name, bit: 7 - bit)
          }
        entries.append(Entry(slotClass: slotClass, owner: owner, field: field))
      }
    }
    return entries
  }

  private static func ownerAndName(
    of slotClass: SlotClass, sender: SlotOwner
  ) -> (SlotOwner, SlotField.Name) {
    switch slotClass {
    case .dp0Header: (.initiator, .header)
    case .dp0HeaderCRC: (.initiator, .headerCRC)
    case .dp0HeaderResponse: (.targets, .headerResponse)
    case .dp0Data: (sender, .blockData)
    case .dp0DataCRC: (sender, .dataCRC)
    case .dp0FooterResponse: (.target, .footerResponse)
    case .dp0Idle: (.nobody, .dp0Idle)
    default: (.nobody, .dp0Unused)
    }
  }
}
