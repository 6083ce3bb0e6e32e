import Testing
import WireDecoder

/// Fails where decoded frames are not the expected ones, or carry a sync or parity error.
func expectFrames(
  _ decoded: [DecodedFrame], _ expected: [ExpectedFrame], sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = WireDecoder.firstDifference(decoded, expected) ?? WireDecoder.firstError(decoded)
  #expect(difference == nil, sourceLocation: sourceLocation)
}
