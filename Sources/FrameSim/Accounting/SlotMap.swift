internal import BRAEncoder

/// Who owned each slot of one frame, and which field it was: the frame, slot by slot.
public struct SlotMap: Sendable {
  /// One slot as the map shows it.
  public struct Entry: Hashable, Sendable {
    /// Its class.
    public var slotClass: SlotClass
    /// Who drives it: `manager`, `peripheral`, `device 3`, `dp0 initiator`, `dp0 target` or `nobody`.
    public var owner: String
    /// The field and the bit in it, most significant bit first, for example `RegAddr[15]` or `data 3[7]`.
    public var field: String
  }

  private let entries: [Entry]

  /// The map of a frame that carried `plan` and ended as `outcome` says, with DP0 at `geometry`.
  init(plan: FramePlan, outcome: FrameOutcome, geometry: PortGeometry, slotsSinceSSP: UInt64) {
    let shape = outcome.shape
    var entries = [Entry](
      repeating: Entry(slotClass: .free, owner: "nobody", field: "free"), count: shape.slots)
    for row in 0..<shape.rows {
      entries[row * shape.columns] =
        row < ControlWord.rowCount
        ? Self.controlEntry(row: row, command: plan.command)
        : Entry(slotClass: .column0Rest, owner: "nobody", field: "column 0 rest")
    }
    if outcome.payloadBits > 0 {
      let block = Self.blockEntries(plan: plan, outcome: outcome)
      for (index, slot) in geometry.ownedSlots(in: shape, slotsSinceSSP: slotsSinceSSP).enumerated()
      where index < block.count {
        entries[slot] = block[index]
      }
    }
    self.entries = entries
  }

  /// The slots of the frame, in order.
  public var slots: [Entry] { entries }

  private static func controlEntry(row: Int, command: Command) -> Entry {
    func entry(_ slotClass: SlotClass, _ owner: String, _ name: String, _ rows: ClosedRange<Int>) -> Entry {
      let field = rows.count == 1 ? name : "\(name)[\(rows.upperBound - row)]"
      return Entry(slotClass: slotClass, owner: owner, field: field)
    }
    switch row {
    case ControlRow.preq: return entry(.controlRequest, "peripherals", "PREQ", 0...0)
    case ControlRow.opcode: return entry(.controlCommand, "manager", "Opcode", ControlRow.opcode)
    case ControlRow.staticSync: return entry(.controlSync, "manager", "StaticSync", ControlRow.staticSync)
    case ControlRow.phySync: return entry(.controlSync, "manager", "PHYSync", row...row)
    case ControlRow.dynamicSync: return entry(.controlSync, "manager", "DynamicSync", ControlRow.dynamicSync)
    case ControlRow.parity: return entry(.controlParity, "manager", "PAR", row...row)
    case ControlRow.nak: return entry(.controlResponse, "all", "NAK", row...row)
    case ControlRow.ack: return entry(.controlResponse, "all", "ACK", row...row)
    default: break
    }
    guard command.isAccess else {
      switch row {
      case 4: return entry(.controlCommand, "nobody", "reserved", row...row)
      case ControlRow.ssp: return entry(.controlCommand, "manager", "SSP", row...row)
      case ControlRow.monitorRequest: return entry(.controlCommand, "monitor", "BREQ", row...row)
      case ControlRow.busRelease: return entry(.controlCommand, "manager", "BREL", row...row)
      default:
        let device = row < 24 ? 11 - (row - 8) / 2 : 3 - (row - 33) / 2
        return entry(.controlStatus, "device \(device)", "Per_Stat_\(device)", ControlRow.status(of: device))
      }
    }
    switch row {
    case ControlRow.deviceAddress:
      return entry(.controlCommand, "manager", "DevAddr", ControlRow.deviceAddress)
    case ControlRow.registerAddress:
      return entry(.controlCommand, "manager", "RegAddr", ControlRow.registerAddress)
    default:
      var owner = "manager"
      if case .read(let device, _) = command { owner = "device \(device)" }
      return entry(.controlData, owner, "RegData", ControlRow.data)
    }
  }

  private static func blockEntries(plan: FramePlan, outcome: FrameOutcome) -> [Entry] {
    let header = plan.block?.header ?? BRAHeader(packed: 0)
    let isWrite = header.operation == .write
    let layout = BlockLayout(
      payloadBits: outcome.payloadBits, blockBits: outcome.block?.bits ?? 0, byteCount: header.byteCount)
    var entries: [Entry] = []
    for (slotClass, bits) in layout.runs {
      for bit in 0..<bits {
        let owner: String
        let field: String
        switch slotClass {
        case .dp0Header: (owner, field) = ("dp0 initiator", "header \(bit / 8)[\(7 - bit % 8)]")
        case .dp0HeaderCRC: (owner, field) = ("dp0 initiator", "header CRC[\(7 - bit)]")
        case .dp0HeaderResponse: (owner, field) = ("dp0 targets", "header response[\(7 - bit)]")
        case .dp0Data:
          (owner, field) = (isWrite ? "dp0 initiator" : "dp0 target", "data \(bit / 8)[\(7 - bit % 8)]")
        case .dp0DataCRC: (owner, field) = (isWrite ? "dp0 initiator" : "dp0 target", "data CRC[\(7 - bit)]")
        case .dp0FooterResponse: (owner, field) = ("dp0 target", "footer response[\(7 - bit)]")
        case .dp0Idle: (owner, field) = ("nobody", "dp0 idle")
        default: (owner, field) = ("nobody", "dp0 unused")
        }
        entries.append(Entry(slotClass: slotClass, owner: owner, field: field))
      }
    }
    return entries
  }
}
