import FrameSim
import Testing

/// Which lengths a policy lets through: minimum, multiple, maximum (host reference 2.1).
@Suite struct TransferPolicyTests {
  @Test(arguments: [
    (1, 1, 1, true), (1, 1, 0, false), (16, 1, 15, false), (16, 1, 16, true), (1, 2, 3, false),
    (1, 2, 4, true),
    (1, 3, 4, false), (1, 32, 64, true), (1, 32, 65, false), (1, 1, 4096, true), (1, 1, 4097, false),
  ])
  func lengths(minimum: Int, alignment: Int, bytes: Int, passes: Bool) {
    let policy = TransferPolicy(minBytes: minimum, alignBytes: alignment, maxBytes: 4096)
    #expect((policy.violation(bytes: bytes) == nil) == passes)
  }
}
