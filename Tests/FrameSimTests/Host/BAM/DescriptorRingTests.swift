import BRAEncoder
import FrameSim
import Testing

/// Rings and descriptors of transfers (host reference 6.1).
@Suite struct DescriptorRingTests {
  /// 1 MiB is 33 data descriptors of at most 32760 bytes, and blocks straddle them.
  @Test func aMebibyte() throws {
    let data = testBytes(1 << 20)
    var simulation = BAMHost.simulation(BAMHost.configuration(.v20), .frame, .of(64, 16))
    let request = TransferRequest.write(data, to: BAMHost.base, device: 3, via: .bra)
    guard case .bam(let image)? = try simulation.dma(for: request)?.memory else {
      Issue.record("no descriptors")
      return
    }
    let own = image.descriptors.filter { !$0.flags.contains(.cmd) }
    #expect(own.count == 33 && own.reduce(0) { $0 + Int($1.size) } == 1 << 20)
    for (before, after) in zip(own, own.dropFirst()) {
      #expect(before.address + UInt32(before.size) == after.address && before.size == 32760)
    }
    #expect(image.descriptors.allSatisfy { $0.problems.isEmpty })
    #expect(own.allSatisfy { $0.flags.contains(.nwd) } && own.last?.flags.contains(.eot) == true)
    #expect(
      image.descriptors.first?.flags == [.cmd, .lock]
        && image.descriptors.last?.flags == [.cmd, .unlock, .int])
    let result = simulation.run(request)
    let full = UInt64(result.bytesPerFrame)
    #expect(result.isIntact == true && result.frames.data == (1 << 20 + full - 1) / full && 32760 % full != 0)
    #expect(result.course.bam?.dataDescriptors == 33 && result.course.bam?.ringFullNanoseconds == 0)
  }

  /// 4096 sections are 8192 descriptors: the driver waits until the ring is empty, and the report says how long.
  @Test func aFullRing() throws {
    let sections = (0..<4096).compactMap { BRASection(address: BAMHost.base + UInt32(8 * $0), byteCount: 4) }
    let request = TransferRequest(
      name: "", path: .bra, operation: .write, device: 3, sections: sections, data: testBytes(4 * 4096))
    for (lock, slots) in [(BAMConfiguration.Lock.v13, 4096), (.v20, 64), (.none, 2)] {
      var bam = BAMHost.configuration(lock)
      bam.ring = slots
      bam.times.toWorker = 5_000
      var simulation = BAMHost.simulation(bam, setup: .commands(4))
      let result = simulation.run(request)
      #expect(result.error == nil && result.isIntact == true && result.frames.data == 4096)
      let report = try #require(result.course.bam)
      let all = report.dataDescriptors + report.commandDescriptors
      #expect(report.dataDescriptors == 4096 && report.doorbells == (all + slots - 2) / (slots - 1))
      // Until the last batch is in the ring: all frames but those of that batch.
      #expect(report.ringFullNanoseconds > 80_000_000)
      #expect(report.damagedTransactions == 0)
    }
  }

  /// A ring as small as it can be, descriptors of a few bytes, with and without locks, both ways.
  @Test(arguments: BAMConfiguration.Lock.allCases)
  func smallRings(lock: BAMConfiguration.Lock) {
    for slots in [2, 3, 5] {
      for bytes in [1, 3, 16, 41] {
        var bam = BAMHost.configuration(lock)
        (bam.ring, bam.descriptorBytes, bam.fifo) = (slots, bytes, 512)
        var simulation = BAMHost.simulation(bam)
        let data = testBytes(700)
        let write = simulation.run(.write(data, to: BAMHost.base, device: 3, via: .bra))
        #expect(write.isIntact == true && write.frames.data == 16)
        let read = simulation.run(.read(700, from: BAMHost.base, device: 3, via: .bra))
        #expect(read.data == data && read.frames.data == 16)
      }
    }
  }
}
