import BRAEncoder
import FrameSim
import Scenario

/// What the driver puts into memory for a transfer, and what comes back: the plan and both buffers.
struct PlanExplanation {
  let plan: CadencePlan
  /// The whole buffer of what is sent.
  let txBuffer: [UInt8]
  /// The whole buffer of what came back; nil where nothing was simulated.
  let rxBuffer: [UInt8]?

  /// The document, `simctl-dma/1`.
  var document: JSONValue { plan.document(txBuffer: txBuffer, rxBuffer: rxBuffer) }

  /// The plan, and the words of what is sent, as a person reads them.
  func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    for line in plan.summary { try write(line + "\n") }
    try write("\n")
    try BufferExplanation(txBuffer, form: .binary, direction: .transmit)
      .writeText(
        isVerbose: isVerbose, heading: "Transmit buffer (PDI0): \(plural(txBuffer.count, "byte"))", write)
    guard let rxBuffer else { return }
    try write("\n")
    try BufferExplanation(rxBuffer, form: .binary, direction: .receive)
      .writeText(
        isVerbose: isVerbose, heading: "Receive buffer (PDI1): \(plural(rxBuffer.count, "byte"))", write)
  }
}
