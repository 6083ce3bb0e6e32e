import Scenario
import Testing

/// Software files and tables of them: the kernel's `struct acpi_sw_file` behind an ACPI table header.
@Suite struct SoftwareFileTests {
  private static func swf(
    _ vendor: UInt16, _ id: UInt32, _ version: UInt16, _ data: [UInt8], length: UInt32? = nil
  ) -> [UInt8] {
    FirmwareWriter.swf(vendor: vendor, id: id, version: version, data, length: length)
  }

  private static func message<T>(_ body: () throws(FirmwareError) -> T) -> String? {
    let failure = #expect(throws: FirmwareError.self) { _ = try body() }
    #expect(failure?.mistakes.count == 1)
    return failure?.report(file: "f").first
  }

  /// Byte by byte: vendor, id, version, length with the header, data.
  @Test func theLayoutIsThatOfTheKernel() throws {
    let bytes: [UInt8] = [0x5D, 0x02, 0x04, 0x03, 0x02, 0x01, 0x07, 0x06, 0x0F, 0, 0, 0, 0xAA, 0xBB, 0xCC]
    let file = try SoftwareFile.read(bytes)
    #expect(file.vendorId == 0x025D)
    #expect(file.fileId == 0x0102_0304)
    #expect(file.version == 0x0607)
    #expect(file.data == [0xAA, 0xBB, 0xCC])
    #expect(Self.swf(0x025D, 0x0102_0304, 0x0607, [0xAA, 0xBB, 0xCC]) == bytes)
  }

  @Test func everyPrefixAndEveryLongerFileIsRefused() {
    let bytes = Self.swf(1, 2, 3, [4, 5, 6])
    for length in 0..<bytes.count {
      #expect(throws: FirmwareError.self) { try SoftwareFile.read(Array(bytes[..<length])) }
    }
    #expect(throws: FirmwareError.self) { try SoftwareFile.read(bytes + [0]) }
  }

  @Test func aTransferTakesAMebibyte() throws {
    let most = [UInt8](repeating: 0x5A, count: 1 << 20)
    #expect(try SoftwareFile.read(Self.swf(1, 2, 3, most)).data.count == 1 << 20)
    #expect(
      Self.message { () throws(FirmwareError) in try SoftwareFile.read(Self.swf(1, 2, 3, most + [0])) }
        == "f:byte 8: error: the software file has 1048577 bytes of data, and a transfer at most 1 MiB (1048576 bytes)"
    )
  }

  @Test func filesOfATableAreFoundByTheirId() throws {
    let files =
      Self.swf(1, 10, 1, [1]) + Self.swf(1, 11, 1, [2, 3]) + Self.swf(2, 0xFFFF_FFFF, 9, [])
      + Self.swf(2, 12, 9, [4])
    let table = try SoftwareFileTable(FirmwareWriter.swft(files))
    #expect(try table.file(id: 10).data == [1])
    #expect(try table.file(id: 11).data == [2, 3])
    #expect(try table.file(id: 12, vendorId: 2).data == [4])
    #expect(try table.file(id: 12).version == 9)
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 13) }
        == "f:byte 36: error: no file of the table has the id 0xD; ids are 0xA, 0xB, 0xC and 0xFFFFFFFF")
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 12, vendorId: 1) }
        == "f:byte 36: error: no file of the table has the id 0xC of vendor 0x0001; it is there of 0x0002")
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 13, vendorId: 1) }
        == "f:byte 36: error: no file of the table has the id 0xD of vendor 0x0001; ids of this vendor are 0xA and 0xB"
    )
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 13, vendorId: 3) }
        == "f:byte 36: error: no file of the table has the id 0xD of vendor 0x0003; vendors are 0x0001 and 0x0002"
    )
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 0xFFFF_FFFF) }
        == "f:byte 71: error: the software file has no data: its length is that of its header")
  }

  @Test func anIdOfTwoVendorsNeedsTheVendor() throws {
    let table = try SoftwareFileTable(
      FirmwareWriter.swft(Self.swf(1, 10, 1, [1]) + Self.swf(2, 10, 1, [2]) + Self.swf(1, 11, 1, [3])))
    #expect(try table.file(id: 10, vendorId: 1).data == [1])
    #expect(try table.file(id: 10, vendorId: 2).data == [2])
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 10) }
        == "f:byte 49: error: file 0xA is there of vendors 0x0001 and 0x0002; choose one")
  }

  @Test func aFileMayBeThereTwiceOnlyIfBothAreTheSame() throws {
    let same = try SoftwareFileTable(FirmwareWriter.swft(Self.swf(1, 10, 1, [1]) + Self.swf(1, 10, 1, [1])))
    #expect(try same.file(id: 10).data == [1])
    let other = try SoftwareFileTable(
      FirmwareWriter.swft(Self.swf(1, 10, 1, [1]) + Self.swf(1, 10, 2, [1]) + Self.swf(1, 11, 2, [1])))
    #expect(
      Self.message { () throws(FirmwareError) in try other.file(id: 10) }
        == "f:byte 49: error: file 0xA of vendor 0x0001 is there twice, with other content: "
        + "version 1 at byte 36, version 2 at byte 49")
    #expect(try other.file(id: 11).data == [1])
  }

  @Test func manyIdsAreNotAllListed() throws {
    let files = (0..<1000).flatMap { Self.swf(1, UInt32($0), 1, [0]) }
    let table = try SoftwareFileTable(FirmwareWriter.swft(files))
    #expect(
      Self.message { () throws(FirmwareError) in try table.file(id: 1000) }
        == "f:byte 36: error: no file of the table has the id 0x3E8; "
        + "ids are 0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9 and 990 more")
  }

  /// The kernel's loop moves by the length of each file, and does not look at it.
  @Test(arguments: [0, 1, 11, 14, 0xFFFF_FFFF] as [UInt32])
  func lengthsThatLeadNowhereAreRefused(length: UInt32) {
    let table = FirmwareWriter.swft(Self.swf(1, 10, 1, [1]) + Self.swf(1, 11, 1, [1], length: length))
    let failure = #expect(throws: FirmwareError.self) { try SoftwareFileTable(table) }
    #expect(failure?.mistakes.map(\.place) == [.byte(36 + 13 + 8)])
  }

  @Test func everyPrefixAndEveryChangedByteOfATableIsRefused() {
    let table = FirmwareWriter.swft(Self.swf(1, 10, 1, [1]) + Self.swf(1, 11, 1, [2]))
    for length in 0..<table.count {
      #expect(throws: FirmwareError.self) { try SoftwareFileTable(Array(table[..<length])) }
    }
    for index in table.indices {
      var changed = table
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(throws: FirmwareError.self) { try SoftwareFileTable(changed) }
    }
  }
}
