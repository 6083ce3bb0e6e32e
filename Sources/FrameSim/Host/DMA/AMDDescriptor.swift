public import BRAEncoder

/// What AMD's driver tells its hardware of a transfer: eight registers, from which the hardware builds all frames.
///
/// Source: host reference 1.8; the open pull request #5867, whose fields may still change.
public struct AMDDescriptor: Hashable, Sendable {
  /// The registers, in the order in which they are written.
  public enum Register: Int, Hashable, Sendable, CaseIterable {
    /// Word length less one in bits 7:2, write in bit 10, bytes per frame in bits 19:11, device in bits 23:20.
    case frameFormat
    /// Bit slots from word to word, less one.
    case sampleInterval
    /// The first column in bits 7:4, the last in bits 3:0.
    case hCtrl
    /// Always 0.
    case offset
    /// Always 8: bit 3.
    case channelEnable
    /// The first address in the device.
    case firstByteAddress
    /// Where the DMA's window begins: 0x4000000, which the page table translates.
    case baseAddress
    /// Bytes of the transfer.
    case transferSize
  }

  /// The direction.
  public var operation: BRAOperation
  /// The device number, 0 to 15.
  public var device: Int
  /// Bits of a word, 1 to 64.
  public var wordLength: Int
  /// Data bytes of a full frame, 0 to 511.
  public var bytesPerFrame: Int
  /// Bit slots from word to word, 1 to 65536.
  public var sampleInterval: Int
  /// The first column, 0 to 15.
  public var hStart: Int
  /// The last column, 0 to 15.
  public var hStop: Int
  /// The offset register.
  public var offset: UInt32 = 0
  /// The channel enable register.
  public var channelEnable: UInt32 = Self.channelEnable
  /// The address of the first byte in the device.
  public var address: UInt32
  /// Where the DMA begins.
  public var baseAddress: UInt32 = Self.windowStart
  /// Bytes of the transfer.
  public var byteCount: UInt32
  /// Bits of the frame format, the sample interval and the columns that have no field, as they were read; 0 when written.
  public private(set) var strayBits: [Register: UInt32] = [:]

  /// Where the DMA's window begins.
  public static let windowStart: UInt32 = 0x0400_0000
  /// What enables the port's channel.
  public static let channelEnable: UInt32 = 8
  /// Fewest bytes that the driver takes.
  public static let minimumBytes = 16

  /// What the driver writes for one run of addresses, or nil for a device that is not 0 to 15 or more bytes than the pages hold.
  public init?(_ operation: BRAOperation, _ section: BRASection, device: Int, geometry: AMDGeometry) {
    guard 0...15 ~= device, section.byteCount <= AMDPageTable.maximumBytes else { return nil }
    self.operation = operation
    self.device = device
    wordLength = AMDGeometry.wordLength
    bytesPerFrame = geometry.bytesPerFrame
    sampleInterval = geometry.sampleInterval
    hStart = geometry.hStart
    hStop = geometry.hStop
    address = section.address
    byteCount = UInt32(section.byteCount)
  }

  /// Frames of the transfer: the hardware cuts the last one short.
  public var frames: Int {
    bytesPerFrame == 0 ? 0 : (Int(byteCount) + bytesPerFrame - 1) / bytesPerFrame
  }
}

// MARK: - As registers

extension AMDDescriptor {
  /// The values of the registers, in the order of `Register.allCases`, in which they are written.
  public var registers: [UInt32] {
    let write: UInt32 = operation == .write ? 1 << 10 : 0
    let format = UInt32(truncatingIfNeeded: (wordLength - 1) & 0x3F) << 2 | write
    return [
      format | UInt32(truncatingIfNeeded: bytesPerFrame & 0x1FF) << 11
        | UInt32(truncatingIfNeeded: device & 0xF) << 20,
      UInt32(truncatingIfNeeded: sampleInterval - 1),
      UInt32(truncatingIfNeeded: (hStart & 0xF) << 4 | hStop & 0xF),
      offset, channelEnable, address, baseAddress, byteCount,
    ]
  }

  /// The descriptor that eight register values spell, or nil where there are not eight.
  ///
  /// Any values do: `findings` says what is unusual.
  public init?(registers: [UInt32]) {
    guard registers.count == Register.allCases.count else { return nil }
    func value(_ register: Register) -> UInt32 { registers[register.rawValue] }
    let format = value(.frameFormat)
    wordLength = Int(format >> 2 & 0x3F) + 1
    operation = format >> 10 & 1 == 1 ? .write : .read
    bytesPerFrame = Int(format >> 11 & 0x1FF)
    device = Int(format >> 20 & 0xF)
    sampleInterval = Int(value(.sampleInterval) & 0xFFFF) + 1
    hStart = Int(value(.hCtrl) >> 4 & 0xF)
    hStop = Int(value(.hCtrl) & 0xF)
    offset = value(.offset)
    channelEnable = value(.channelEnable)
    address = value(.firstByteAddress)
    baseAddress = value(.baseAddress)
    byteCount = value(.transferSize)
    let fields: [Register: UInt32] = [.frameFormat: 0x00FF_FCFC, .sampleInterval: 0xFFFF, .hCtrl: 0xFF]
    for (register, mask) in fields where value(register) & ~mask != 0 {
      strayBits[register] = value(register) & ~mask
    }
  }

  /// What no driver would write, with its register, in the order of the registers.
  public var findings: [(register: Register, message: String)] {
    var findings: [(register: Register, message: String)] = []
    for register in Register.allCases {
      if let bits = strayBits[register] {
        findings.append((register, "bits \(hexadecimal(bits, digits: 8)) belong to no field"))
      }
      findings += messages(register).map { (register, $0) }
    }
    return findings
  }

  private func messages(_ register: Register) -> [String] {
    switch register {
    case .frameFormat:
      var messages: [String] = []
      if wordLength != AMDGeometry.wordLength {
        messages.append("word length is \(wordLength), should be 8")
      }
      if bytesPerFrame == 0 { messages.append("a frame has no data bytes") }
      if !(1...11 ~= device) { messages.append("device \(device) is not an enumerated Peripheral (1 to 11)") }
      return messages
    case .sampleInterval: return []
    case .hCtrl: return hStart > hStop ? ["the first column, \(hStart), is after the last, \(hStop)"] : []
    case .offset: return offset == 0 ? [] : ["is \(hexadecimal(offset, digits: 8)), should be 0"]
    case .channelEnable:
      return channelEnable == Self.channelEnable
        ? [] : ["is \(hexadecimal(channelEnable, digits: 8)), should be 8: bit 3 enables the channel"]
    case .firstByteAddress: return []
    case .baseAddress:
      return baseAddress == Self.windowStart
        ? [] : ["is not \(hexadecimal(Self.windowStart, digits: 8)), where the window of the DMA begins"]
    case .transferSize:
      if byteCount < Self.minimumBytes {
        return ["is \(byteCount), below the \(Self.minimumBytes) bytes that the driver takes"]
      }
      return byteCount > AMDPageTable.maximumBytes
        ? ["is \(byteCount), above the 2 MiB that 512 pages hold"] : []
    }
  }
}

extension AMDDescriptor.Register {
  /// What it is called.
  public var name: String {
    switch self {
    case .frameFormat: "FrameFormat"
    case .sampleInterval: "SampleInterval"
    case .hCtrl: "HCtrl"
    case .offset: "Offset"
    case .channelEnable: "ChannelEnable"
    case .firstByteAddress: "FirstByteAddress"
    case .baseAddress: "BaseAddress"
    case .transferSize: "TransferSize"
    }
  }
}
