import CPeer
import Testing

/// The workloads of the C peer: their levels against hashes computed by an independent script from sections 1 to 4, 9
/// and 11, and what they leave behind.
@Suite struct WorkloadTests {
  struct Case: CustomTestStringConvertible {
    var rows: Int
    var columns: Int
    var peripherals = 1
    var path: sdw_path
    var operation: sdw_operation
    var address: UInt32 = 0x4400_0000
    var bytes: Int
    var frames: UInt64
    var hash: UInt64
    var level: UInt32

    var testDescription: String {
      let path = path == SDW_PATH_BRA ? "BRA" : "Column 0"
      let operation = operation == SDW_OPERATION_WRITE ? "write" : "read"
      return "\(bytes) bytes, \(path) \(operation), \(rows)x\(columns), \(peripherals) Peripherals"
    }
  }

  static let cases: [Case] = [
    Case(
      rows: 48, columns: 4, path: SDW_PATH_BRA, operation: SDW_OPERATION_WRITE, bytes: 100, frames: 13,
      hash: 0x6218_d3f7_89a7_2258, level: 1),
    Case(
      rows: 50, columns: 4, peripherals: 2, path: SDW_PATH_BRA, operation: SDW_OPERATION_WRITE,
      address: 0x4400_0010, bytes: 100, frames: 13, hash: 0x1b09_d1cf_2ab0_625f, level: 0),
    Case(
      rows: 75, columns: 6, peripherals: 3, path: SDW_PATH_BRA, operation: SDW_OPERATION_READ, bytes: 1000,
      frames: 28, hash: 0x6799_8da2_1091_a10a, level: 1),
    Case(
      rows: 147, columns: 14, peripherals: 11, path: SDW_PATH_BRA, operation: SDW_OPERATION_WRITE,
      bytes: 3000, frames: 14, hash: 0x0830_59be_6aa3_1b38, level: 0),
    Case(
      rows: 256, columns: 16, path: SDW_PATH_BRA, operation: SDW_OPERATION_READ, bytes: 2000, frames: 5,
      hash: 0x465f_f562_179e_30d3, level: 0),
    Case(
      rows: 125, columns: 2, path: SDW_PATH_BRA, operation: SDW_OPERATION_WRITE, bytes: 33, frames: 7,
      hash: 0x774b_8cff_4bd5_24db, level: 0),
    Case(
      rows: 48, columns: 2, path: SDW_PATH_COLUMN0, operation: SDW_OPERATION_WRITE, bytes: 300, frames: 302,
      hash: 0x2747_2a7c_53e1_92dc, level: 0),
    // Over a 32 KiB border: paged twice.
    Case(
      rows: 50, columns: 4, peripherals: 11, path: SDW_PATH_COLUMN0, operation: SDW_OPERATION_WRITE,
      address: 0x4400_FFF0, bytes: 40, frames: 44, hash: 0x6a74_4fb5_c6ff_b9e0, level: 1),
    Case(
      rows: 90, columns: 12, path: SDW_PATH_COLUMN0, operation: SDW_OPERATION_READ, address: 0x4400_7FF8,
      bytes: 20, frames: 24, hash: 0xab68_b7b8_bd0e_95cf, level: 1),
  ]

  private static let prefill = (0..<0x10000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

  /// Runs a workload, and says what device 1 holds from `address` on, and what was read.
  private func run(
    _ workload: sdw_workload, prefill: [UInt8] = []
  ) -> (isRun: Bool, result: sdw_result, memory: [UInt8], read: [UInt8]) {
    var workload = workload
    var result = sdw_result()
    var read = [UInt8](repeating: 0, count: workload.bytes)
    let isRun = prefill.withUnsafeBufferPointer { prefill in
      read.withUnsafeMutableBufferPointer { read in
        if !prefill.isEmpty {
          workload.prefill = prefill.baseAddress
          workload.prefill_bytes = prefill.count
        }
        workload.readback = read.baseAddress
        return sdw_peer_run(&workload, &result)
      }
    }
    let memory = Array(UnsafeBufferPointer(start: result.memory, count: result.memory_bytes))
    sdw_result_free(&result)
    return (isRun, result, memory, read)
  }

  private func workload(_ test: Case) -> sdw_workload {
    var workload = sdw_workload()
    workload.rows = UInt32(test.rows)
    workload.columns = UInt32(test.columns)
    workload.peripherals = UInt32(test.peripherals)
    workload.path = test.path
    workload.operation = test.operation
    workload.address = test.address
    workload.bytes = test.bytes
    workload.hash_levels = true
    return workload
  }

  @Test(arguments: cases)
  func levelsAndBytes(test: Case) {
    let isRead = test.operation == SDW_OPERATION_READ
    let outcome = run(workload(test), prefill: isRead ? Self.prefill : [])
    #expect(outcome.isRun)
    #expect(outcome.result.frames == test.frames)
    #expect(outcome.result.slots == test.frames * UInt64(test.rows * test.columns))
    #expect(outcome.result.level_hash == test.hash)
    #expect(outcome.result.level == test.level)
    #expect(outcome.result.errors == 0)
    #expect(outcome.result.bytes_ok == UInt64(test.bytes))
    let first = Int(test.address - SDW_MEMORY_ADDRESS)
    if isRead {
      #expect(outcome.read[...] == Self.prefill[first...].prefix(test.bytes))
    } else {
      #expect(Array(outcome.memory[first...].prefix(test.bytes)) == (0..<test.bytes).map { UInt8($0 & 0xFF) })
    }
  }

  /// The hash is an observer: nothing else depends on it.
  @Test func hashIsOptional() throws {
    var silent = workload(try #require(Self.cases.first))
    silent.hash_levels = false
    let outcome = run(silent)
    #expect(outcome.isRun)
    #expect(outcome.result.level_hash == 0)
    #expect(outcome.result.level == 1)
    #expect(outcome.result.frames == 13)
  }

  /// Outside the memory a block is OK_Bad (open point A26) and a command Ignored (section 4.2).
  @Test(arguments: [SDW_PATH_BRA, SDW_PATH_COLUMN0])
  func absentMemoryIsAnError(path: sdw_path) throws {
    var absent = workload(try #require(Self.cases.first))
    absent.path = path
    absent.address = 0x4410_0000
    let outcome = run(absent)
    #expect(outcome.isRun)
    #expect(outcome.result.errors == (path == SDW_PATH_BRA ? 13 : 100))
    #expect(outcome.result.bytes_ok == 0)
  }

  @Test func impossibleWorkloadsAreRefused() throws {
    let good = workload(try #require(Self.cases.first))
    let changes: [(inout sdw_workload) -> Void] = [
      { $0.rows = 49 }, { $0.columns = 3 }, { $0.columns = 2 }, { $0.peripherals = 0 },
      { $0.peripherals = 12 }, { $0.bytes = 0 },
      {
        $0.path = SDW_PATH_COLUMN0
        $0.address = 0x7FFF_FFF0
      },
    ]
    for (index, change) in changes.enumerated() {
      var bad = good
      change(&bad)
      #expect(!run(bad).isRun, "change \(index)")
    }
  }

  /// Section 11.7: capacities of lane 0.
  @Test(arguments: [
    (48, 2, 0), (48, 4, 8), (48, 8, 32), (48, 16, 80), (50, 10, 46), (64, 8, 46), (64, 16, 110),
    (125, 8, 99), (256, 2, 22), (256, 16, 470),
  ])
  func bytesPerBlock(rows: Int, columns: Int, bytes: Int) {
    #expect(sdw_bytes_per_block(UInt32(rows), UInt32(columns)) == UInt32(bytes))
  }

  /// `swift test` builds without optimisation, a release build with -O2, or with -O3 where asked to.
  @Test func optimisationLevel() {
    #if DEBUG
      #expect(sdw_peer_optimisation() == 0)
    #else
      #expect([2, 3].contains(sdw_peer_optimisation()))
    #endif
  }
}
