/// What a file's name alone tells: its ending, and what is done to hide it.
///
/// The names are those of attachments and of files in archives. Nothing here opens a file or believes in a path.
struct FileNameFindings: Hashable, Sendable {
    /// Unicode scalars of a name that are looked at; the end of a longer one is what counts.
    static let scalarLimit = 4096
    /// Scalars of a name that a warning carries: the beginning, `…`, and the end, where the ending is.
    static let shownLimit = 200

    /// One thing that is wrong: a code and its values behind the name.
    struct Row: Hashable, Sendable {
        let code: MessageWarning.Code
        let detail: [String]
    }

    /// Where the name stands.
    enum Place: Hashable, Sendable {
        /// In a header field: it has no folders.
        case attachment
        /// In an archive: folders are right, leaving the archive's folder is not.
        case archive
    }

    /// Lower case, without its dot; empty where there is none.
    let ending: String
    /// Lower case, the one before the last; empty where there is none.
    let innerEnding: String
    /// Why the ending is dangerous.
    let danger: FileDanger?
    /// Something hides a part of the name or turns it around.
    let isDeceptive: Bool
    /// Two endings that contradict each other, the second dangerous.
    let isDouble: Bool
    /// Cut to ``shownLimit``.
    let shownName: String
    /// Cut, and what is invisible written out: `<U+202E>`.
    let visibleName: String

    /// Looks at a name.
    init(_ name: String, in place: Place = .attachment) {
        let scalars = Array(name.unicodeScalars.suffix(Self.scalarLimit))
        var file = scalars[...]
        var isDeceptive = Self.hasInvisible(scalars)
        if place == .archive {
            isDeceptive = isDeceptive || Self.leavesFolder(scalars)
            if let separator = file.lastIndex(where: { $0 == "/" || $0 == "\\" }) {
                file = file[file.index(after: separator)...]
            }
        } else {
            isDeceptive = isDeceptive || scalars.contains { $0 == "/" || $0 == "\\" }
        }
        // An alternative stream (`a.txt:b.exe`) or a drive's letter: a name has no colon on Windows.
        if let colon = file.firstIndex(of: ":"), let last = file.lastIndex(of: ":") {
            let behind = Self.endings(file[file.index(after: last)...])
            let before = Self.endings(file[..<colon])
            if Self.danger(behind) != nil || Self.danger(before) != nil
                || place == .attachment && colon == file.startIndex &+ 1
            {
                isDeceptive = true
                if Self.danger(behind) == nil { file = file[..<colon] }
            }
        }
        // Windows drops dots and spaces at the end of a name when it makes the file.
        let untrimmed = file.count
        while let last = file.last, last == "." || last.isBlank { file.removeLast() }
        let (ending, inner, gap) = Self.endings(file)
        self.ending = ending
        innerEnding = inner
        danger = FileEnding.danger(ending)
        if file.count < untrimmed && danger != nil { isDeceptive = true }
        if gap >= Self.gapLimit || danger != nil && Self.hasGap(file) { isDeceptive = true }
        if Self.isDevice(file) { isDeceptive = true }
        self.isDeceptive = isDeceptive
        isDouble = danger != nil && (FileEnding.promise(inner) != nil || gap > 0 && FileEnding.isKnown(inner))
        shownName = Self.cut(scalars)
        visibleName = isDeceptive ? Self.visible(shownName) : shownName
    }

    /// What to warn of, by name alone, in a fixed order.
    var rows: [Row] {
        var rows: [Row] = []
        let dotted = "." + ending
        switch danger {
        case .program: rows.append(Row(code: .program, detail: [dotted]))
        case .script: rows.append(Row(code: .script, detail: [dotted]))
        case .container: rows.append(Row(code: .container, detail: [dotted]))
        case .macro: rows.append(Row(code: .macros, detail: []))
        case .active: rows.append(Row(code: .activeContent, detail: []))
        case nil: break
        }
        if isDouble { rows.append(Row(code: .doubleEnding, detail: [])) }
        if isDeceptive { rows.append(Row(code: .deceptiveName, detail: [])) }
        return rows
    }

    /// Blanks in a row that push an ending out of sight.
    private static let gapLimit = 4

    private static func danger(_ endings: (last: String, inner: String, gap: Int)) -> FileDanger? {
        FileEnding.danger(endings.last)
    }

    /// The last two endings and how many blanks stand before the last dot. An ending has at most 24 scalars.
    private static func endings(_ name: ArraySlice<Unicode.Scalar>) -> (last: String, inner: String, gap: Int) {
        guard let dot = name.lastIndex(of: ".") else { return ("", "", 0) }
        var rest = name[..<dot]
        let whole = rest.count
        while let last = rest.last, last.isBlank { rest.removeLast() }
        let gap = whole &- rest.count
        var inner = ""
        if let before = rest.lastIndex(of: ".") { inner = lower(rest[rest.index(after: before)...]) }
        return (lower(name[name.index(after: dot)...]), inner, gap)
    }

    private static let endingLimit = 24

    private static func lower(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        // What is invisible is no part of what a system makes of the ending; `.ex<U+200B>e` is still meant as `exe`.
        let kept = scalars.filter { !$0.isInvisible && !$0.isBlank }
        guard kept.count <= endingLimit else { return "" }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: kept)
        return String(text).lowercased()
    }

    private static func hasGap(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
        var run = 0
        for scalar in name {
            run = scalar.isBlank ? run &+ 1 : 0
            if run >= gapLimit { return true }
        }
        return false
    }

    private static func hasInvisible(_ scalars: [Unicode.Scalar]) -> Bool {
        for (index, scalar) in scalars.enumerated() where scalar.isInvisible || scalar.looksLikeSeparator {
            // Joiners and direction marks belong into Persian, Indic, Hebrew names and into emoji: between such.
            guard scalar.isJoinerOrMark else { return true }
            let before = index > 0 ? scalars[index &- 1] : "a"
            let after = index &+ 1 < scalars.count ? scalars[index &+ 1] : "a"
            if before.isASCII && after.isASCII { return true }
        }
        return false
    }

    /// An absolute path, a drive, or `..` between separators.
    private static func leavesFolder(_ scalars: [Unicode.Scalar]) -> Bool {
        let parts = scalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        if parts.count > 1, let first = parts.first, first.isEmpty || first.last == ":" { return true }
        return parts.contains { $0.count == 2 && $0.allSatisfy { $0 == "." } }
    }

    /// `CON`, `LPT1.txt`: names that Windows gives to devices.
    private static func isDevice(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
        let stem = name.prefix { $0 != "." }
        guard stem.count <= 8 else { return false }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: stem.filter { !$0.isBlank })
        return devices.contains(String(text).lowercased())
    }

    private static let devices: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
        for digit in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"] {
            names.insert("com" + digit)
            names.insert("lpt" + digit)
        }
        return names
    }()

    private static func visible(_ name: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            let isOdd = scalar.isInvisible || scalar.looksLikeSeparator || scalar.isBlank && scalar != " "
            if isOdd {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let padded = String(repeating: "0", count: max(0, 4 &- digits.utf8.count)) + digits
                result.append(contentsOf: "<U+\(padded)>".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func cut(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        if scalars.count <= shownLimit {
            text.append(contentsOf: scalars)
        } else {
            text.append(contentsOf: scalars.prefix(shownLimit / 2))
            text.append("…")
            text.append(contentsOf: scalars.suffix(shownLimit / 2 &- 1))
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// A space of any width, a tab or a line end; braille's and hangul's blanks.
    fileprivate var isBlank: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x2800, 0x3000,
            0x3164, 0xFFA0, 0x115F, 0x1160:
            true
        default: false
        }
    }

    /// Controls, bidi controls and what has no width: it changes how a name looks without being seen.
    fileprivate var isInvisible: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E,
            0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    /// Invisible, and right in some scripts: ZWNJ, ZWJ, LRM, RLM, ALM, the soft hyphen; and the tags of a flag.
    fileprivate var isJoinerOrMark: Bool {
        switch value {
        case 0x200C...0x200F, 0x061C, 0xE0020...0xE007F: true
        default: false
        }
    }

    /// Looks like `/`, `\`, `.` or `:` and is none.
    fileprivate var looksLikeSeparator: Bool {
        switch value {
        case 0x2024, 0x2044, 0x2215, 0x29F5, 0x29F8, 0xFE52, 0xFE68, 0xFF0E, 0xFF0F, 0xFF3C, 0x2571: true
        default: false
        }
    }
}
