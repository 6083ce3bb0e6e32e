package import Scenario

/// Results of scenarios as they are kept: a file for each key, with its values in all results, so that a new key is a new file and
/// a new class of slots changes two. Together the files are the results.
package struct GoldenResults {
  /// The values of each key, as `seed`, `scenario.host` or `transfers.frames`, by the name of the scenario.
  package private(set) var files: [String: [String: JSONValue]] = [:]

  /// The objects whose keys have files of their own.
  private static let opened: Set = ["scenario"]
  /// The lists of named objects whose keys have files of their own.
  private static let lists: Set = ["transfers"]
  /// The file that has the names of a list in their order.
  private static let order = "names"

  /// Nothing yet.
  package init() {}

  /// What is kept, by the names of the files without their ending.
  package init(kept: [String: JSONValue]) {
    for case (let key, .object(let values)) in kept { files[key] = values }
  }

  /// The names of the scenarios.
  package var names: [String] { (files["schema"] ?? [:]).keys.sorted() }

  /// Adds the result of a scenario.
  package mutating func add(_ document: JSONValue, name: String) {
    guard case .object(let members) = document else { return }
    for (key, value) in members {
      switch value {
      case .object(let inner) where Self.opened.contains(key):
        for (innerKey, value) in inner { files["\(key).\(innerKey)", default: [:]][name] = value }
      case .array(let elements) where Self.lists.contains(key):
        var names: [JSONValue] = []
        for case .object(let element) in elements {
          guard case .string(let own)? = element["name"] else { continue }
          names.append(.string(own))
          for (innerKey, value) in element where innerKey != "name" {
            add(value, to: "\(key).\(innerKey)", name, own)
          }
        }
        files["\(key).\(Self.order)", default: [:]][name] = .array(names)
      default: files[key, default: [:]][name] = value
      }
    }
  }

  private mutating func add(_ value: JSONValue, to file: String, _ name: String, _ own: String) {
    var values: [String: JSONValue] = [:]
    if case .object(let present)? = files[file]?[name] { values = present }
    values[own] = value
    files[file, default: [:]][name] = .object(values)
  }

  /// The whole result of a scenario.
  package func document(name: String) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for (file, values) in files {
      guard let value = values[name] else { continue }
      let parts = file.split(separator: ".").map(String.init)
      guard parts.count == 2 else {
        members[file] = value
        continue
      }
      if Self.opened.contains(parts[0]) {
        var inner: [String: JSONValue] = [:]
        if case .object(let present)? = members[parts[0]] { inner = present }
        inner[parts[1]] = value
        members[parts[0]] = .object(inner)
      } else if parts[1] == Self.order, case .array(let names) = value {
        members[parts[0]] = .array(names.map { element($0, of: parts[0], in: name) })
      }
    }
    return .object(members)
  }

  private func element(_ own: JSONValue, of list: String, in name: String) -> JSONValue {
    var members = ["name": own]
    guard case .string(let text) = own else { return own }
    for (file, values) in files where file.hasPrefix("\(list).") {
      if case .object(let named)? = values[name], let value = named[text] {
        members[String(file.dropFirst(list.count + 1))] = value
      }
    }
    return .object(members)
  }
}
