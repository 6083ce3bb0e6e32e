import FrameSim
import Testing

extension WireFrame: CustomTestStringConvertible {
  var testDescription: String { "frame \(outcome.number), \(outcome.shape), \(outcome.controlWord)" }
}

extension BlockRun: CustomTestStringConvertible {
  var testDescription: String {
    let bytes = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "\(frame.testDescription): \(bytes.joined(separator: " "))"
  }
}
