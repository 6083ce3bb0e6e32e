import FrameSim
import Testing

/// Host reference 6.1: descriptors where they stand, locks, fences, and runs of data.
@Suite struct BAMRingTests {
  /// A dummy command that locks or unlocks, or elements.
  private func command(_ flags: BAMFlags = [], size: Int = 16) -> BAMDescriptor {
    BAMDescriptor(address: 0x9000, size: UInt16(size), flags: [.cmd, flags])
  }

  private func data(_ address: UInt32, _ size: Int, _ flags: BAMFlags = .nwd) -> BAMDescriptor {
    BAMDescriptor(address: address, size: UInt16(size), flags: flags)
  }

  private func problems(_ descriptors: [BAMDescriptor]) -> [[String]] {
    BAMRing(descriptors).map(\.problems)
  }

  /// LOCK, commands, data with NWD, commands, UNLOCK, as v13 queues them.
  @Test func sound() {
    let ring = BAMRing([
      command(.lock), command(size: 96), data(0x1000, 32_760), data(0x1000 + 32_760, 40, [.nwd, .eot, .int]),
      command(size: 32), command(.unlock),
    ])
    #expect(ring.allSatisfy { $0.problems.isEmpty && $0.warnings.isEmpty })
    #expect(ring.map(\.index) == [0, 1, 2, 3, 4, 5])
    #expect((ring.usedSlots, ring.unusedSlots, ring.restBytes) == (6, 0, 0))
    #expect(ring[2] == data(0x1000, 32_760))
  }

  @Test func locks() {
    let busy = "EBUSY: LOCK, but descriptor 0 has locked and nothing unlocked"
    let denied = "EPERM: UNLOCK, but nothing has locked"
    let open = "the lock is left open: no UNLOCK follows"
    #expect(problems([command(.lock), command(.lock), command(.unlock)]) == [[], [busy], []])
    // What is refused changes nothing: the first lock holds, and one UNLOCK is enough.
    #expect(
      problems([command(.lock), command(.lock), command(.unlock), command(.unlock)]) == [
        [], [busy], [], [denied],
      ])
    #expect(problems([command(.unlock)]) == [[denied]])
    #expect(
      problems([command(.unlock), command(.lock), command(.unlock), command(.unlock)]) == [
        [denied], [], [], [denied],
      ])
    #expect(problems([command(.lock), data(0, 1)]) == [[open], []])
    #expect(problems([command(.lock), command(.lock)]) == [[open], [busy]])
    #expect(problems([command(.lock), command(.unlock), command(.lock)]) == [[], [], [open]])
    // Both at once: nobody knows what that does to the lock.
    #expect(
      problems([command([.lock, .unlock]), command(.unlock)]) == [
        ["LOCK and UNLOCK exclude each other"], [denied],
      ])
    // Without CMD it is wrong, but meant as a lock.
    #expect(problems([data(0, 1, .lock), command(.unlock)]) == [["LOCK and UNLOCK go with CMD"], []])
  }

  /// Interrupt = descriptor consumed: a command after data without NWD may come while they are still on their way.
  @Test func fences() {
    let warning =
      "executed when the data before it are consumed, not when they are done: those have no NWD"
    func warnings(_ descriptors: BAMDescriptor...) -> [[String]] { BAMRing(descriptors).map(\.warnings) }
    #expect(warnings(data(0, 8, []), command()) == [[], [warning]])
    #expect(warnings(data(0, 8, .nwd), command()) == [[], []])
    // The last of the data counts, and only what follows them directly.
    #expect(warnings(data(0, 8, .nwd), data(8, 8, .eot), command(), command()) == [[], [], [warning], []])
    #expect(warnings(data(0, 8, []), data(8, 8, .nwd), command()) == [[], [], []])
    #expect(warnings(command(), data(0, 8, [])) == [[], []])
    #expect(BAMRing([data(0, 8, []), command()]).allSatisfy { $0.problems.isEmpty })
  }

  @Test func theEndOfAddresses() {
    #expect(problems([data(0xFFFF_FFF0, 16)]) == [[]])
    #expect(problems([data(0xFFFF_FFF0, 17)]) == [["its bytes go past the end of 32-bit addresses"]])
  }

  /// Zeros at the end are unused slots, zeros in between are a descriptor of nothing.
  @Test func unusedSlots() {
    let empty = data(0, 0, [])
    let ring = BAMRing([data(0, 8), empty, data(8, 8), empty, empty])
    #expect((ring.usedSlots, ring.unusedSlots) == (3, 2))
    #expect(ring.map(\.problems) == [[], ["it names no bytes"], []])
    let cut = BAMRing(ring.bytes + [0, 0, 1])
    #expect((cut.usedSlots, cut.unusedSlots, cut.restBytes) == (3, 2, 3))
    let nothing = BAMRing([])
    #expect((nothing.usedSlots, nothing.unusedSlots, nothing.restBytes) == (0, 0, 0))
    #expect(nothing.map(\.index).isEmpty && nothing.runs.map(\.first).isEmpty)
    #expect(BAMRing([empty, empty]).unusedSlots == 2)
  }

  /// Consecutive addresses are one run, whatever commands stand between; a gap, a step back or a repetition begins another.
  @Test func runs() {
    let ring = BAMRing([
      command(), data(100, 50), command(), data(150, 10), data(161, 1), data(162, 3), command(),
      data(100, 50),
      data(100, 50),
    ])
    let runs = Array(ring.runs)
    #expect(runs.map(\.address) == [100, 161, 100, 100])
    #expect(runs.map(\.byteCount) == [60, 4, 50, 50])
    #expect(runs.map(\.first) == [1, 4, 7, 8])
    #expect(runs.map(\.last) == [3, 5, 7, 8])
    #expect(runs.map(\.descriptorCount) == [2, 2, 1, 1])
    // Addresses do not go on at 0 behind the last one.
    #expect(BAMRing([data(0xFFFF_FFF8, 8), data(0, 8)]).runs.map(\.byteCount) == [8, 8])
  }

  /// Any bytes are looked at without a trap; problems are those of each descriptor at least.
  @Test func anyBytes() {
    var dice = SeededGenerator(seed: 3, stream: "bam ring")
    for _ in 0..<300 {
      let count = Int.random(in: 0...90, using: &dice)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
      let ring = BAMRing(bytes)
      #expect((ring.usedSlots + ring.unusedSlots) * 8 + ring.restBytes == count)
      for slot in ring {
        #expect(slot.descriptor.bytes == Array(bytes[8 * slot.index..<8 * slot.index + 8]))
        #expect(slot.problems.starts(with: slot.descriptor.problems))
      }
      let data = ring.filter { !$0.descriptor.flags.contains(.cmd) }
      #expect(ring.runs.reduce(0) { $0 + $1.byteCount } == data.reduce(0) { $0 + Int($1.descriptor.size) })
      #expect(ring.runs.reduce(0) { $0 + $1.descriptorCount } == data.count)
    }
  }
}
