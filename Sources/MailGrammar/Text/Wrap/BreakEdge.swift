/// How a cluster behaves at the end of a line; the part of UAX #14 that text without spaces needs.
enum BreakEdge: Sendable {
    /// Part of a word: no break beside it but at a space.
    case letter
    /// A wide character: a line may be broken before and after it.
    case wide
    /// Begins no line: closing punctuation, small kana, a sound mark.
    case closing
    /// Ends no line: opening punctuation.
    case opening

    init(ascii byte: UInt8) {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): self = .opening
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"), UInt8(ascii: ","),
            UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: "%"):
            self = .closing
        default: self = .letter
        }
    }

    init(_ cluster: CellCluster) {
        guard let scalar = cluster.text.unicodeScalars.first else {
            self = .letter
            return
        }
        if Self.closers.contains(scalar.value) {
            self = .closing
        } else if Self.openers.contains(scalar.value) {
            self = .opening
        } else if scalar.isASCII {
            self = BreakEdge(ascii: UInt8(truncatingIfNeeded: scalar.value))
        } else {
            self = cluster.width == 2 ? .wide : .letter
        }
    }

    /// Whether a line may end after `left` and go on with `right`, no space between them.
    static func mayBreak(between left: BreakEdge, and right: BreakEdge) -> Bool {
        switch (left, right) {
        case (.opening, _), (_, .closing): false
        case (.wide, _), (_, .wide): true
        default: false
        }
    }

    private static let closers = Set(
        "、。，．：；？！）］｝〕〉》」』】〙〗〟’”»›…‥ー々〻ゝゞヽヾ゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ・％～"
            .unicodeScalars.map(\.value))
    private static let openers = Set("（［｛〔〈《「『【〘〖〝‘“«‹".unicodeScalars.map(\.value))
}
