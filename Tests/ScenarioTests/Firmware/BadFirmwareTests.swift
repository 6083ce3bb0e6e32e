import Foundation
import Scenario
import Testing

/// Every kind of mistake has a firmware file with its exact messages beside it.
@Suite struct BadFirmwareTests {
  private static let files = ["hex", "srec", "swf", "swft"].flatMap {
    Golden.files(in: "firmware/bad", ending: ".\($0)")
  }
  /// Files that are good without an offset.
  private static let offsets = ["hex-offset-below": -0x1001, "srec-offset-past": 0xFFFF_0000]

  private static func failure(_ file: URL) throws -> FirmwareError? {
    let bytes = try [UInt8](Data(contentsOf: file))
    let offset = offsets[file.deletingPathExtension().lastPathComponent] ?? 0
    return #expect(throws: FirmwareError.self, "\(file.lastPathComponent)") {
      switch file.pathExtension {
      case "hex": _ = try IntelHexReader.read(bytes, offset: offset)
      case "srec": _ = try SRecordReader.read(bytes, offset: offset)
      case "swf": _ = try SoftwareFile.read(bytes)
      default: _ = try SoftwareFileTable(bytes).file(id: 1)
      }
    }
  }

  @Test(arguments: files)
  func messagesAreGolden(file: URL) throws {
    let lines = try Self.failure(file)?.report(file: file.lastPathComponent) ?? []
    try Golden.check(
      lines.map { $0 + "\n" }.joined(),
      against: file.deletingPathExtension().appendingPathExtension("txt"))
  }

  @Test func everyKindOfMistakeIsThere() {
    #expect(Self.files.count >= 60)
    #expect(Set(Self.files.map { $0.deletingPathExtension().lastPathComponent }).count == Self.files.count)
  }

  @Test(arguments: files)
  func messagesArePrintableAndInTheFile(file: URL) throws {
    let failure = try #require(try Self.failure(file))
    let bytes = try [UInt8](Data(contentsOf: file))
    #expect(FirmwareJudge.complaint(about: failure, bytes) == nil)
  }
}
