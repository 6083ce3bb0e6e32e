import Foundation
import Scenario
import Testing

/// Files that other programs wrote (`Tests/Peers/write-firmware`): objcopy of GNU and LLVM, srec_cat, intelhex, bincopy, hexrec.
@Suite struct FirmwarePeerTests {
  private static let files =
    Golden.files(in: "firmware/peers", ending: ".hex") + Golden.files(in: "firmware/peers", ending: ".srec")

  @Test(arguments: files)
  func whatOthersWroteIsRead(file: URL) throws {
    let bytes = try [UInt8](Data(contentsOf: file))
    let isHex = file.pathExtension == "hex"
    let image = try isHex ? IntelHexReader.read(bytes) : SRecordReader.read(bytes)
    let name = file.lastPathComponent.prefix { $0 != "-" }
    let wanted = file.deletingLastPathComponent().appending(path: "\(name).sections")
    let text = image.sections.map { section in
      let address = String(section.address, radix: 16, uppercase: true)
      return String(repeating: "0", count: 8 - address.count) + address + " "
        + FirmwareWriter.digits(section.bytes) + "\n"
    }
    #expect(try text.joined() == String(contentsOf: wanted, encoding: .utf8))
    #expect(image.notes.allSatisfy { $0.message.contains("start address") || $0.message.contains("ends S") })
  }

  @Test func everyProgramIsThere() {
    for program in ["objcopy", "llvm", "srec_cat", "intelhex", "bincopy", "hexrec"] {
      #expect(Self.files.count { $0.lastPathComponent.contains("-\(program)") } >= 3, "\(program)")
    }
  }
}
