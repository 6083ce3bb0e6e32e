import FrameSim

/// What a driver has in memory for a write of 66000 bytes to device 3 under a lock, as `docs/dumps` has it.
enum BAMExample {
  private static let commands: [[(ManagerRegister, UInt32)]] = [
    [(.scratchpad, 0)],
    [
      (.commandAddress, 0x3_0104), (.commandData, 1), (.commandControl, 0x101), (.dp0Device, 3),
      (.dp0AddressHigh, 0x4401), (.dp0AddressLow, 0), (.dp0Count, 66_000), (.dp0Bank, 1), (.dp0Control, 1),
    ],
    [(.dp0Control, 0), (.commandAddress, 0x3_0104), (.commandData, 0), (.commandControl, 0x101)],
    [(.scratchpad, 0)],
  ]
  private static let data: [BAMDescriptor] = [
    BAMDescriptor(address: 0x8E21_0000, size: 32_760, flags: .nwd),
    BAMDescriptor(address: 0x8E21_7FF8, size: 32_760, flags: .nwd),
    BAMDescriptor(address: 0x8E21_FFF0, size: 480, flags: [.int, .eot, .nwd]),
  ]

  /// LOCK, commands, data with NWD, commands, UNLOCK, as v13 of the locking series queues them (host reference 6.1).
  static let image: BAMImage = {
    var image = BAMImage(elementsAddress: 0x8E20_0000)
    func command(_ index: Int, _ flags: BAMFlags) -> BAMDescriptor {
      let elements = commands[index].flatMap {
        BAMCommandElement(write: $0.1, to: $0.0.rawValue).bytes
      }
      defer { image.elements += elements }
      return BAMDescriptor(
        address: image.elementsAddress + UInt32(image.elements.count), size: UInt16(elements.count),
        flags: [.cmd, flags])
    }
    image.descriptors = [command(0, .lock), command(1, [])]
    image.descriptors += data
    image.descriptors += [command(2, []), command(3, [.unlock, .int])]
    return image
  }()
}
