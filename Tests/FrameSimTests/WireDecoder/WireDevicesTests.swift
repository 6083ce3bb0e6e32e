import Testing
import WireDecoder

/// A write as it stands on the wire when it was answered with `response` (NAK, ACK).
private func write(_ device: Int, _ register: Int, _ value: UInt8, response: UInt64 = 0b01) -> WireControlWord
{
  WireControlWord(
    bits: 3 << 44 | UInt64(device) << 40 | UInt64(register) << 24 | 0xB1 << 16 | UInt64(value) << 7 | response
  )
}

@Suite("Wire decoder: devices behind the wire")
struct WireDevicesTests {
  /// Programs 50x4 DP0 into bank 1 of a device and enables it there.
  private func program(_ devices: inout WireDevices, device: Int) {
    for (register, value) in [(0x03, 2), (0x32, 3), (0x33, 0), (0x34, 0), (0x35, 0), (0x36, 0x13), (0x30, 1)]
    {
      _ = devices.endFrame(write(device, register, UInt8(value)), slots: 96)
    }
  }

  @Test(
    "Bank 1 counts from the broadcast switch on, which is an SSP and brings the shape (sections 7.1, 7.2)")
  func bankSwitch() {
    var devices = WireDevices()
    program(&devices, device: 3)
    #expect(devices.openPort == nil)
    #expect(devices.endFrame(write(15, 0x70, 0x09), slots: 96) == WireShape(rows: 50, columns: 4))
    #expect(devices.openPort?.geometry == .filling(columns: 4))
    #expect(devices.openPort?.slotsSinceSSP == 0)
    _ = devices.endFrame(WireControlWord(bits: 0), slots: 200)
    #expect(devices.openPort?.slotsSinceSSP == 200)
    #expect(devices.slotsSinceSSP == 200)
    // A Ping with SSP restarts the counters, unless it was aborted.
    _ = devices.endFrame(WireControlWord(bits: 1 << 42 | 0b10), slots: 200)
    #expect(devices.openPort?.slotsSinceSSP == 400)
    _ = devices.endFrame(WireControlWord(bits: 1 << 42), slots: 200)
    #expect(devices.openPort?.slotsSinceSSP == 0)
  }

  @Test("Writes count only when they were answered OK (section 4.2)", arguments: [0b00, 0b10, 0b11])
  func refusedWrites(response: UInt64) {
    var devices = WireDevices()
    program(&devices, device: 3)
    #expect(devices.endFrame(write(15, 0x70, 0x09, response: response), slots: 96) == nil)
    #expect(devices.openPort == nil)
  }

  @Test("A reserved shape code switches the bank and keeps the shape (open point A20)")
  func reservedShape() {
    var devices = WireDevices()
    program(&devices, device: 3)
    #expect(devices.endFrame(write(15, 0x70, 15 << 3), slots: 96) == nil)
    #expect(devices.openPort != nil)
  }

  @Test("A switch of one device is its own affair (open point A17)")
  func switchOfOneDevice() {
    var devices = WireDevices()
    program(&devices, device: 3)
    #expect(devices.endFrame(write(4, 0x70, 0x09), slots: 96) == nil)
    #expect(devices.openPort == nil)
    #expect(devices.endFrame(write(3, 0x70, 0x09), slots: 96) == nil)
    #expect(devices.openPort?.slotsSinceSSP == 0)
    #expect(devices.slotsSinceSSP == 9 * 96)
  }

  @Test("Groups and new numbers: registers go with the device (sections 5.2 and 5.3)")
  func numbers() {
    var devices = WireDevices()
    // Device 0 becomes device 5 of group 1 and is then programmed through alias 12.
    _ = devices.endFrame(write(0, 0x46, 0x15), slots: 96)
    program(&devices, device: 12)
    _ = devices.endFrame(write(12, 0x70, 0x09), slots: 96)
    #expect(devices.openPort?.geometry == .filling(columns: 4))
    // Nobody is in group 2.
    program(&devices, device: 13)
    _ = devices.endFrame(write(5, 0x60, 0x09), slots: 96)
    #expect(devices.openPort == nil)
  }

  @Test("NextInvertBank keeps a port on the other bank (section 7.1)")
  func nextInvertBank() {
    var devices = WireDevices()
    program(&devices, device: 3)
    _ = devices.endFrame(write(3, 0x02, 0x10), slots: 96)
    #expect(devices.openPort == nil)
    _ = devices.endFrame(write(15, 0x60, 0x09), slots: 96)
    #expect(devices.openPort?.geometry == .filling(columns: 4))
  }

  @Test("DP0 programmed beforehand is on as soon as it is enabled (sections 7.1 and 8.4)")
  func programmedBeforehand() {
    let geometry = WireGeometry(hStart: 2, hStop: 9, sampleInterval: 517, wordLength: 64, blockOffset: 300)
    #expect(WireDevices(programmed: geometry, enabled: true).openPort?.geometry == geometry)
    var devices = WireDevices(programmed: geometry, enabled: false)
    #expect(devices.openPort == nil)
    // A write to the active bank counts from the next frame on, without an SSP (open point A15).
    _ = devices.endFrame(write(1, 0x20, 1), slots: 96)
    #expect(devices.openPort?.geometry == geometry)
    #expect(devices.openPort?.slotsSinceSSP == 96)
  }
}
