import Foundation

/// A value of a result document.
indirect enum StudyValue: Decodable {
  case null
  case text(String)
  case number(Double)
  case list([StudyValue])
  case object([String: StudyValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([StudyValue].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: StudyValue].self) {
      self = .object(object)
    } else {
      self = .text(try container.decode(Bool.self) ? "yes" : "no")
    }
  }

  /// The value at the end of a path of member names.
  func value(at path: Substring) throws -> StudyValue {
    var value = self
    for name in path.split(separator: ".") {
      guard case .object(let members) = value, let member = members[String(name)] else {
        throw StudyError("there is no \(path)")
      }
      value = member
    }
    return value
  }

  /// The value as the study prints it: whole numbers and texts as they are, others by `form`.
  func printed(_ form: Substring?) throws -> String {
    switch self {
    case .null: return "none"
    case .text(let text): return text
    case .number(let number):
      switch form {
      case nil:
        guard let whole = Int(exactly: number) else { throw StudyError("\(number) needs a form") }
        return String(whole)
      case "us": return String(format: "%.1f", number * 1e6)
      case "ms": return String(format: "%.1f", number * 1e3)
      case "s": return String(format: "%.3f", number)
      case "percent": return String(format: "%.0f", number * 100)
      case "percent1": return String(format: "%.1f", number * 100)
      case "fixed1": return String(format: "%.1f", number)
      default: throw StudyError("there is no form \(form ?? "")")
      }
    case .list, .object: throw StudyError("a list or an object cannot be printed")
    }
  }
}
