import Foundation
import FrameSim
import Scenario
import Testing

/// Damaged firmware files and noise: each is read or refused, none traps, hangs or takes memory.
///
/// `FIRMWARE_CASES` in the environment says how many, `FIRMWARE_SEED` from which seed on.
@Suite struct FirmwareFuzzTests {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  /// What the readers made of the cases of a format.
  private struct Count {
    var good = 0
    var bad = 0
    var compared = 0
  }

  @Test func whateverAFileHoldsIsReadOrRefused() throws {
    #if DEBUG
      let usual = 4000
    #else
      let usual = 40000
    #endif
    let wanted = Self.number("FIRMWARE_CASES")
    let cases = wanted ?? usual
    let seed = UInt64(Self.number("FIRMWARE_SEED") ?? 1)
    // A new set of good files now and then.
    let stretch = 20000
    var counts = [Count](repeating: Count(), count: FirmwareMutator.Format.allCases.count)
    var done = 0
    let before = Self.residentKiB()
    let clock = ContinuousClock()
    let start = clock.now
    while done < cases {
      var mutator = FirmwareMutator(seed: seed &+ UInt64(done / stretch))
      for number in done..<min(cases, done + stretch) {
        let (format, bytes) = mutator.next()
        if let complaint = Self.complaint(format, bytes, compares: number % 8 == 0, &counts[format.rawValue])
        {
          Issue.record("seed \(seed), case \(number), \(format): \(complaint)\n\(bytes)")
          return
        }
      }
      done = min(cases, done + stretch)
    }
    for format in FirmwareMutator.Format.allCases {
      let count = counts[format.rawValue]
      // Both outcomes are met, or the damage is of the wrong size.
      #expect(count.good > cases / 100 && count.bad > cases / 100, "\(format)")
      if wanted != nil {
        print("\(format): \(count.good) read, \(count.bad) refused, \(count.compared) compared")
      }
    }
    guard wanted != nil else { return }
    let after = Self.residentKiB()
    print("\(cases) cases in \(clock.now - start), resident \(before) KiB before and \(after) KiB after")
    #expect(after < before + 64 * 1024)
  }

  /// What is wrong with what a reader made of a file, or nil.
  private static func complaint(
    _ format: FirmwareMutator.Format, _ bytes: [UInt8], compares: Bool, _ count: inout Count
  ) -> String? {
    do throws(FirmwareError) {
      switch format {
      case .intelHex, .srec:
        let image = try format == .srec ? SRecordReader.read(bytes) : IntelHexReader.read(bytes)
        count.good += 1
        if let complaint = FirmwareJudge.complaint(about: image) { return complaint }
        guard compares else { return nil }
        count.compared += 1
        let wanted = oracle(format, bytes)
        return isSame(image, wanted)
          ? nil : "the oracle reads \(wanted?.count ?? 0) bytes, the reader \(image.bytes)"
      case .swf:
        let file = try SoftwareFile.read(bytes)
        count.good += 1
        return file.data.count == bytes.count - 12 && !file.data.isEmpty ? nil : "data of another length"
      case .swft:
        let file = try SoftwareFileTable(bytes).file(id: 0)
        count.good += 1
        return file.fileId == 0 && file.data.count <= bytes.count - 48 ? nil : "data of another length"
      }
    } catch {
      count.bad += 1
      if let complaint = FirmwareJudge.complaint(about: error, bytes) { return complaint }
      guard compares, format == .intelHex || format == .srec else { return nil }
      count.compared += 1
      return oracle(format, bytes) == nil
        ? nil : "the oracle reads it, the reader says \(error.report(file: "f"))"
    }
  }

  private static func oracle(_ format: FirmwareMutator.Format, _ bytes: [UInt8]) -> [Int: UInt8]? {
    format == .srec ? FirmwareOracle.srecords(bytes) : FirmwareOracle.intelHex(bytes)
  }

  private static func isSame(_ image: FirmwareImage, _ memory: [Int: UInt8]?) -> Bool {
    guard let memory, memory.count == image.bytes else { return false }
    return image.sections.allSatisfy { section in
      section.bytes.indices.allSatisfy { memory[Int(section.address) + $0] == section.bytes[$0] }
    }
  }

  /// The memory of the process, or 0 where the system does not say.
  private static func residentKiB() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
