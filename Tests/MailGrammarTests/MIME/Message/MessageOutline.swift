import MailGrammar

/// A message's parts as lines of text, for tables: `2.1 text/plain 5` for a part of five octets, indented by depth.
struct MessageOutline {
    let message: MIMEMessage
    let octets: [UInt8]

    init(_ octets: [UInt8], pieces: Int? = nil, limits: MIMELimits = .standard) {
        self.octets = octets
        var scanner = MIMEScanner(limits: limits)
        var from = 0
        while from < octets.count {
            let end = min(octets.count, from + (pieces ?? octets.count))
            scanner.push(Array(octets[from..<end]))
            from = end
        }
        message = scanner.finish()
    }

    /// Each part with its body; of multiparts and messages only the name and type.
    var lines: [String] {
        zip(message.tree.nodes, message.places).map { node, place in
            let indent = String(repeating: " ", count: node.depth)
            let name = "\(indent)\(node.section.isEmpty ? "-" : node.section) \(node.mediaType)/\(node.subtype)"
            if node.isMultipart || (node.isMessage && node.encoding == .identity) { return name }
            return "\(name) \(quoted(place.body))"
        }
    }

    /// Every defect in a word and its section.
    var defects: [String] {
        message.defects.map { defect in
            switch defect {
            case .noClosingDelimiter(let section): "unclosed \(section)"
            case .noBoundary(let section): "no boundary \(section)"
            case .tooDeep(let section): "too deep \(section)"
            case .tooManyParts: "too many parts"
            case .headerTooLong(let section): "header too long \(section)"
            case .missingEmptyLine(let section): "no empty line \(section)"
            }
        }
    }

    func quoted(_ range: Range<UInt64>) -> String {
        let body = octets[Int(range.lowerBound)..<Int(range.upperBound)]
        var text = ""
        for byte in body {
            switch byte {
            case 10: text += "⏎"
            case 13: text += "↵"
            case 0: text += "␀"
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }
}
