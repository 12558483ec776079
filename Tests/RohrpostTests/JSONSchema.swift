import TestSupport

/// As much of JSON Schema (draft 2020-12) as `docs/show.schema.json` uses.
struct JSONSchema {
    private let root: JSON

    /// `nil` where the text is no JSON.
    init?(_ text: [UInt8]) {
        guard let root = JSON(text) else { return nil }
        self.root = root
    }

    /// What does not fit, each with its place.
    func problems(of value: JSON) -> [String] { problems(of: value, against: root, at: "$") }

    /// The schema of a part of it: `part`.
    func problems(of value: JSON, definition: String) -> [String] {
        guard let schema = root["$defs"]?[definition] else { return ["no definition \(definition)"] }
        return problems(of: value, against: schema, at: "$")
    }

    private func problems(of value: JSON, against schema: JSON, at place: String) -> [String] {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            guard let definition = root["$defs"]?[name] else { return ["no definition \(reference)"] }
            return problems(of: value, against: definition, at: place)
        }
        var found: [String] = []
        if let constant = schema["const"]?.string, value.string != constant {
            found.append("\(place): not \(constant)")
        }
        if let type = schema["type"] {
            let types = type.string.map { [$0] } ?? type.array.compactMap(\.string)
            if !types.contains(Self.type(of: value)) { found.append("\(place): \(Self.type(of: value)), not \(types)") }
        }
        let properties = schema["properties"]?.members ?? []
        for name in schema["required"]?.array.compactMap(\.string) ?? [] where value[name] == nil {
            found.append("\(place): no \(name)")
        }
        for member in value.members {
            if let property = properties.first(where: { $0.key == member.key }) {
                found += problems(of: member.value, against: property.value, at: "\(place).\(member.key)")
            } else if schema["additionalProperties"]?.bool == false {
                found.append("\(place): \(member.key) is not in the schema")
            }
        }
        if let items = schema["items"] {
            for (index, element) in value.array.enumerated() {
                found += problems(of: element, against: items, at: "\(place)[\(index)]")
            }
        }
        return found
    }

    private static func type(of value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .number: value.int == nil ? "number" : "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
