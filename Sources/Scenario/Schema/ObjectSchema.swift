/// The keys that an object of a scenario can have.
package struct ObjectSchema: Sendable {
  /// What the object is called in messages.
  package var name: String
  /// Its keys with their values.
  package let members: [SchemaKey]
  /// The names of its keys.
  package let keys: [String]
  private let positions: [ByteKey: Int]
  /// Keys people write instead, in lower case, with the right key and a remark.
  var aliases: [String: (key: String, remark: String)]
  /// Keys that were never meant to be written, in lower case, with the reason.
  var refusals: [String: String]
  /// Rules between keys, in the words of JSON Schema.
  var rules: [String: JSONValue]
  /// Whether defaults hold whatever the other keys are; where not, they are not filled in beside a sweep.
  let fillsDefaults: Bool

  init(
    name: String, members: [SchemaKey], aliases: [String: (key: String, remark: String)] = [:],
    refusals: [String: String] = [:], rules: [String: JSONValue] = [:], fillsDefaults: Bool = true
  ) {
    self.name = name
    self.members = members
    keys = members.map(\.name)
    positions = Dictionary(
      keys.enumerated().map { (ByteKey($1), $0) }, uniquingKeysWith: { first, _ in first })
    self.aliases = aliases
    self.refusals = refusals
    self.rules = rules
    self.fillsDefaults = fillsDefaults
  }

  /// Where a key stands among the keys, or nil where it is none of them.
  func position(of key: String) -> Int? {
    let length = key.utf8.count
    if length > Self.longestKey { return nil }
    if keys.count > 16 { return positions[ByteKey(key)] }
    // Of so few most have another length, and the right one is found sooner than hashed.
    return keys.firstIndex { $0.utf8.count == length && $0.hasSameBytes(as: key) }
  }

  /// The key of a name, or nil.
  func member(_ name: String) -> SchemaKey? { position(of: name).map { members[$0] } }

  /// No key, and nothing that people write instead, has as many bytes.
  private static let longestKey = 64

  /// The end of a message about a key that the object does not have, and the key to write instead where that is all
  /// that is to do; `isTaken` tells whether the object has a key.
  func correction(of key: String, isTaken: (String) -> Bool) -> (hint: String, key: String?) {
    guard let meant = meant(by: key) else { return (hint(for: key), nil) }
    if isTaken(meant) { return ("; \(quote(meant)) is there already", nil) }
    let remark = aliases[Self.plain(key)]?.remark ?? ""
    return (
      "; did you mean \(quote(meant))\(remark.isEmpty ? "" : " (\(remark))")?", remark.isEmpty ? meant : nil
    )
  }

  /// The end of a message about a key that the object does not have, and for which none was meant that it has.
  func hint(for key: String) -> String {
    let ours = keys.count > 13 ? "" : "; the keys are \(list(keys))"
    guard key.utf8.count <= Self.longestKey else { return ours }
    if let reason = refusals[Self.plain(key)] { return "; \(reason)" }
    let homes = Self.all.filter { $0.name != name && $0.position(of: key) != nil }.map(\.name)
    return homes.isEmpty ? ours : "; it belongs in \(list(homes, "or"))"
  }

  /// The key that was probably meant by a key that the object does not have.
  func meant(by key: String) -> String? {
    guard key.utf8.count <= Self.longestKey else { return nil }
    let lower = Self.plain(key)
    return refusals[lower] == nil ? aliases[lower]?.key ?? nearest(to: key, among: keys) : nil
  }

  private static func plain(_ key: String) -> String {
    key.lowercased().filter { $0 != "_" && $0 != "-" }
  }
}
