import Foundation
import Scenario
import Testing

/// The tables of keys in docs/scenario-format.md are those of the schema; `docs/regenerate-keys` writes them.
@Suite struct KeyTableTests {
  @Test func tablesAreThoseOfTheSchema() throws {
    let page = try DocumentationTests.page()
    let parts = page.components(separatedBy: "<!--keys: ")
    var text = parts[0]
    var named: [String] = []
    for part in parts.dropFirst() {
      let name = try #require(part.components(separatedBy: "-->").first)
      let rest = try #require(part.range(of: "<!--/keys-->")).lowerBound
      let schema = try #require(ObjectSchema.tables.first { $0.name == name }, "\(name)")
      named.append(name)
      text += "<!--keys: \(name)-->\n\(schema.table)" + part[rest...]
    }
    try Golden.check(text, against: DocumentationTests.file)
    #expect(Set(named) == Set(ObjectSchema.tables.map(\.name)))
    #expect(named.count == ObjectSchema.tables.count)
    #expect(Set(ObjectSchema.all.flatMap(\.keys)) == Set(ObjectSchema.tables.flatMap(\.keys)))
  }
}
