/// Turns a text's bytes into text, window by window, whatever its charset label says.
///
/// A label is often missing, unknown or a lie. Then the bytes decide: valid UTF-8 is UTF-8, all else Windows-1252. That
/// is settled by the first window with a byte above 127, and ``guessedCharset`` tells of it. `us-ascii` with such bytes
/// and `utf-8` that is mostly not UTF-8 count as lies; a charset that decodes without error is believed.
public struct CharsetStream {
    private enum Route {
        case builtIn(BuiltInCharset)
        case foreign(any CharsetConverting)
        /// Nothing but ASCII so far.
        case undecided
    }

    private var route: Route
    /// The label was UTF-8: finding UTF-8 is no guess.
    private let isLabelledUTF8: Bool
    /// Octets of a UTF-8 character that the window's end cut, at most three.
    private var carried: [UInt8] = []
    /// The charset that was used though the label named another or none.
    public private(set) var guessedCharset: String?
    /// Bytes that mean nothing in the charset stand as U+FFFD.
    public private(set) var hadErrors = false

    /// A stream at the start of a text. An empty label is a missing one.
    public init(label: String, charsets: any CharsetDecoding) {
        let builtIn = BuiltInCharset(label: label)
        isLabelledUTF8 = builtIn == .utf8
        switch builtIn {
        case .windows1252: route = .builtIn(.windows1252)
        case .latin9: route = .builtIn(.latin9)
        case .utf8, .ascii: route = .undecided
        case nil:
            route = label.isEmpty ? .undecided : charsets.converter(for: label).map { .foreign($0) } ?? .undecided
        }
    }

    /// The text of a window; with `isLast` also of what was carried over.
    public mutating func decode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> String {
        switch route {
        case .foreign(let converter):
            var text = ""
            if converter.convert(bytes, isLast: isLast, into: &text) { hadErrors = true }
            return text
        case .builtIn(.utf8), .undecided:
            return decodeUnicode(bytes, isLast: isLast)
        case .builtIn(let charset):
            return Self.singleByte(bytes, charset)
        }
    }

    private mutating func decodeUnicode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> String {
        var input = carried
        input.append(contentsOf: bytes)
        carried = []
        let survey = UTF8Survey(input)
        if case .undecided = route {
            if survey.broken > survey.characters || (isLast && survey.cutAtEnd > 0 && survey.characters == 0) {
                route = .builtIn(.windows1252)
                guessedCharset = "windows-1252"
                return Self.singleByte(input[...], .windows1252)
            }
            if survey.characters > 0 {
                route = .builtIn(.utf8)
                if !isLabelledUTF8 { guessedCharset = "utf-8" }
            }
        }
        if survey.broken > 0 { hadErrors = true }
        if isLast {
            if survey.cutAtEnd > 0 { hadErrors = true }
        } else {
            carried = Array(input.suffix(survey.cutAtEnd))
            input.removeLast(survey.cutAtEnd)
        }
        return String(decoding: input, as: UTF8.self)
    }

    private static func singleByte(_ bytes: ArraySlice<UInt8>, _ charset: BuiltInCharset) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count &+ bytes.count / 2)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(contentsOf: UTF8.encode(charset.scalar(byte)) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// What some bytes look like when read as UTF-8.
struct UTF8Survey: Hashable, Sendable {
    /// Well-formed characters above ASCII.
    private(set) var characters = 0
    /// Ill-formed pieces.
    private(set) var broken = 0
    /// Octets at the end that may be the beginning of a character, 0 to 3.
    private(set) var cutAtEnd = 0

    init(_ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at &+= 1
                continue
            }
            let (scalar, length) = UTF8Step.decode(bytes, at: at, end: bytes.count)
            if scalar != "\u{FFFD}"
                || length == 3 && bytes[at] == 0xEF && bytes[at &+ 1] == 0xBF && bytes[at &+ 2] == 0xBD
            {
                characters &+= 1
            } else if at &+ length == bytes.count && UTF8Step.needs(bytes[at]) > length {
                cutAtEnd = length
            } else {
                broken &+= 1
            }
            at &+= length
        }
    }
}
