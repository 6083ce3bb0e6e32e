import FrameSim
import Scenario
import Testing

/// Work that grows with the file and not with its square: each of these takes hours where it does.
@Suite(.timeLimit(.minutes(10))) struct LargeScenarioTests {
  @Test func transfersArePairedInOnePass() {
    let count = 300_000
    let transfers = (0..<count).map { index in
      ScenarioTransfer(
        name: "t\(index)", path: index % 2 == 0 ? .bra : .column0, payload: .read(index + 1), device: 1,
        address: 0)
    }
    let isGood = [Bool](repeating: true, count: count)
    #expect(TransferComparison.partners(of: transfers, isGood: isGood).allSatisfy { $0 == nil })
    let same = transfers.map {
      ScenarioTransfer(name: $0.name, path: $0.path, payload: .read(7), device: 1, address: 0)
    }
    let partners = TransferComparison.partners(of: same, isGood: [false, false] + isGood.dropFirst(2))
    #expect(partners[0] == nil && partners[1] == nil && partners[2] == 3 && partners[count - 2] == 3)
  }
}
