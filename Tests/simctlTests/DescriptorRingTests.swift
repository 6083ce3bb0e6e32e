import Foundation
import Testing

/// The ring that a driver of a descriptor engine fills for a transfer: printed, explained and compared (host reference 6.1).
@Suite struct DescriptorRingTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func simctl(_ arguments: String...) throws -> Simctl { try Simctl(arguments, directory: Self.root) }

  private static let scenario = "docs/scenarios/bam.json5"

  /// What encode writes, decode finds sound and diff equal; a byte more or less is a difference.
  @Test(arguments: ["ring", "elements"])
  func whatIsWrittenIsSound(buffer: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "dump").path()
    let encode = try simctl(
      "dma", "encode", Self.scenario, "--transfer", "download", "--format", "bin", "--buffer", buffer, "-o",
      path)
    #expect(encode.exitCode == 0, "\(encode.stderr)")
    let kind = buffer == "ring" ? "bam" : "bam-elements"
    let decode = try simctl("dma", "decode", "--kind", kind, path)
    #expect(decode.exitCode == 0, "\(decode.stdout)\(decode.stderr)")
    let same = try simctl(
      "dma", "diff", Self.scenario, "--transfer", "download", "--buffer", buffer, path)
    #expect(same.exitCode == 0 && same.stdout.hasPrefix("no difference"), "\(same.stdout)\(same.stderr)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[5] ^= 0x10
    try bytes.write(to: URL(fileURLWithPath: path))
    let other = try simctl(
      "dma", "diff", Self.scenario, "--transfer", "download", "--buffer", buffer, path)
    #expect(other.exitCode == 1 && !other.stdout.hasPrefix("no difference"))
  }

  /// By hand: LOCK; what opens, 17 Writes of three elements and two Reads of two; six that start the
  /// stream; the data; what closes, 18 Writes and two Reads; UNLOCK.
  @Test func theRingOfADownload() throws {
    let run = try simctl("dma", "encode", "--format", "json", Self.scenario, "--transfer", "download")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
    let list = try #require(document["descriptors"] as? [[String: Any]])
    #expect(list.map { $0["size"] as? Int } == [16, 880, 96, 4000, 928, 16])
    #expect(
      list.map { Set($0["flags"] as? [String] ?? []) } == [
        ["CMD", "LOCK"], ["CMD"], ["CMD"], ["EOT", "NWD"], ["CMD", "NWD"], ["CMD", "INT", "UNLOCK"],
      ])
    // Address 0x80000000, 4000 bytes, EOT and NWD, little endian.
    #expect(list[3]["bytes"] as? String == "00000080a00f0050")
  }
}
