import BRAEncoder
import FrameSim
import Foundation
import Testing

struct SessionVector: Decodable {
  struct Frame: Decodable { var slot: Int; var rows: Int; var columns: Int; var controlWord: String }
  var levels: String
  var frames: [Frame]
  var data: String
  var bytesPerFrame: Int
}

@Test(arguments: ["session_50x4", "session_64x8"])
func session(name: String) throws {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
  let vector = try JSONDecoder().decode(SessionVector.self, from: Data(contentsOf: url))
  var bus = Bus(shape: .reset, peripherals: [PeripheralConfiguration(device: 0, memory: [MemoryRegion(address: 0x44000000, bytes: 4096)], dp0: DP0Limits(), deviceID: 0x212121212121)])
  var got = ""
  var blocks = 0
  var data: [UInt8] = []
  var h = vector.data[...]
  while !h.isEmpty { data.append(UInt8(h.prefix(2), radix: 16)!); h = h.dropFirst(2) }
  bus.manager.outgoing = data
  bus.manager.incoming = [UInt8](repeating: 0, count: data.count)
  for frame in vector.frames {
    let word = ControlWord(bits: UInt64(frame.controlWord, radix: 16)!)
    let command: Command
    switch word.opcode {
    case 0: command = .ping
    case 2: command = .read(device: word.deviceAddress, register: word.registerAddress)
    default: command = .write(device: word.deviceAddress, register: word.registerAddress, value: word.data)
    }
    var block: BlockRequest?
    if bus.manager.isDP0Open, word.opcode == 0 {
      let n = vector.bytesPerFrame
      let count = (data.count + n - 1) / n
      let index = blocks % count
      let bytes = min(n, data.count - index * n)
      block = BlockRequest(header: BRAHeader(type: .active, operation: blocks < count ? .write : .read, device: 1, address: 0x44000000 + UInt32(index * n), byteCount: bytes)!, offset: index * n)
      blocks += 1; if blocks > 2 * count { block = nil }
    }
    var levels: [UInt64]? = []
    let outcome = bus.runSlots(FramePlan(command, block: block), levels: &levels)
    #expect(outcome.controlWord == word, "frame \(frame)")
    for s in 0..<outcome.shape.slots { got += (levels![s / 64] >> UInt64(63 - s % 64)) & 1 == 1 ? "1" : "0" }
  }
  #expect((got == String(vector.levels.dropFirst(4096))) == true)
  #expect(bus.manager.incoming == data)
}
