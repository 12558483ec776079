/// The name under which a part is saved: what a sender wrote, without what a file system or a terminal takes for something else.
public enum SafeFileName {
    /// Octets of a name, so that a number and an ending still fit into the 255 of a file system.
    public static let limit = 200

    /// A name that has no folder in it, no hidden beginning, no control or bidirectional character, and is never empty.
    ///
    /// - Parameters:
    ///   - name: as the sender gave it, decoded
    ///   - fallback: where nothing of it is left: `part-2.pdf`
    public static func make(_ name: String, fallback: String) -> String {
        let file = name.unicodeScalars.suffix(4096).split { $0 == "/" || $0 == "\\" || $0 == "\0" }.last ?? []
        var safe = ""
        for scalar in file where !isDropped(scalar) {
            safe.unicodeScalars.append(isReplaced(scalar) ? "_" : scalar.properties.isWhitespace ? " " : scalar)
        }
        // A dot in front hides a file, a hyphen makes an option of it, a tilde a home.
        var trimmed = safe.unicodeScalars.drop { $0 == "." || $0 == "-" || $0 == "~" || $0 == " " }
        while let last = trimmed.last, last == " " || last == "." { trimmed.removeLast() }
        return trimmed.isEmpty ? fallback : cut(String(trimmed))
    }

    /// The same name with a number before its ending: `a.pdf`, 1 gives `a-1.pdf`.
    public static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name)-\(number)" }
        return "\(name[..<dot])-\(number)\(name[dot...])"
    }

    /// The beginning and the ending of a long name.
    private static func cut(_ name: String) -> String {
        guard name.utf8.count > limit else { return name }
        var ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        if ending.utf8.count > 20 { ending = "" }
        var kept = ""
        var room = limit - ending.utf8.count
        for scalar in name.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + ending
    }

    /// What has no shape of its own, or changes that of its neighbours.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// What another system cannot have in a name, or a shell takes for something else.
    private static func isReplaced(_ scalar: Unicode.Scalar) -> Bool { ":*?\"<>|`$".unicodeScalars.contains(scalar) }
}

extension SafeFileName {
    /// By the ending that a file really has, whatever its part is called: it runs, or something runs it.
    package static func isProgram(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return switch FileEnding.danger(name[name.index(after: dot)...].lowercased()) {
        case .program, .script: true
        case .container, .macro, .active, nil: false
        }
    }
}
