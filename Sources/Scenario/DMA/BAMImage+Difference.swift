package import FrameSim

extension BAMImage {
  /// The first difference of a dump from the ring, or from the command elements, in words, and whether there is none.
  package func difference(_ bytes: [UInt8], inElements: Bool) -> (sentence: String, isEqual: Bool) {
    if inElements {
      if let difference = BAMElementDifference.first(bytes, from: elements) {
        return ("\(difference)", false)
      }
      let count = elements.count / BAMCommandElement.byteCount
      return (
        "no difference: \(plural(count, "element"))" + Self.unused(BAMElements(bytes).unusedElements), true
      )
    }
    if let difference = BAMDifference.first(bytes, from: descriptors) { return ("\(difference)", false) }
    let unused = BAMRing(bytes).unusedSlots
    return ("no difference: \(plural(descriptors.count, "descriptor"))" + Self.unused(unused), true)
  }

  private static func unused(_ count: Int) -> String { count > 0 ? ", and \(count) unused" : "" }
}
