extension ScenarioFile {
  /// The paths of all data files that a run reads, at any point of its sweep: those of the transfers as they stand, and those
  /// that an axis puts in, as a file's name or within a larger value. Found by the values of the axes, not by their points.
  package var dataFilePaths: [String] {
    // By bytes: texts that differ in their bytes only are equal, but name two files.
    var names: Set<ByteKey> = []
    for transfer in transfers {
      for file in transfer.dataFiles { names.insert(ByteKey(file.name)) }
    }
    for axis in axes {
      for index in 0..<axis.count {
        for (path, node) in zip(axis.paths, axis[index]) { Self.collect(node, at: path.steps, into: &names) }
      }
    }
    return names.map { DataFile.path(of: $0.text, in: folder) }
  }

  /// The names that stand at a key of `data` that names a file below a place.
  private static func collect(
    _ node: JSON5Node, at steps: [ScenarioPath.Step], into names: inout Set<ByteKey>
  ) {
    switch node.value {
    case .string(let name):
      if DataKind.fileKeys.contains(where: { steps.suffix(2) == [.key("data"), .key($0)] }) {
        names.insert(ByteKey(name))
      }
    case .object(let members):
      for member in members { collect(member.node, at: steps + [.key(member.key)], into: &names) }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        collect(element, at: steps + [.element(index)], into: &names)
      }
    default: break
    }
  }
}

extension JSON5Document {
  /// The paths of what may be data files in a scenario that cannot be used: whatever stands at a key that names one, and every
  /// text in `sweep`.
  func possibleDataFilePaths(in folder: String) -> [String] {
    var names: Set<ByteKey> = []
    func collect(_ node: JSON5Node, isMeant: Bool) {
      switch node.value {
      case .string(let name):
        if isMeant { names.insert(ByteKey(name)) }
      case .object(let members):
        for member in members {
          collect(
            member.node,
            isMeant: isMeant
              || (DataKind.fileKeys + ["sweep"]).contains { member.key.hasSameBytes(as: $0) })
        }
      case .array(let elements):
        for element in elements { collect(element, isMeant: isMeant) }
      default: break
      }
    }
    collect(root, isMeant: false)
    return names.map { DataFile.path(of: $0.text, in: folder) }
  }
}
