/// What a style sheet or a `style` attribute says about looks; `nil` where it says nothing.
struct CSSStyle: Hashable, Sendable {
    /// `display: none`, and what hides as surely: `opacity: 0`, `mso-hide: all`.
    var isGone: Bool?
    /// `visibility: hidden`; an inner element may be visible again.
    var isInvisible: Bool?
    /// Letters too small to be seen; an inner element may be larger.
    var isTiny: Bool?
    /// A box without height (or width), and whether what does not fit it is cut off.
    var isFlat: Bool?
    var cutsOff: Bool?
    /// A distance that takes the text out of any window: `text-indent: -9999px`.
    var isFarAway: Bool?
    var isBold: Bool?
    var isItalic: Bool?
    var isUnderlined: Bool?
    var isStruck: Bool?
    var keepsSpace: Bool?
    var colour: CSSColour?
    var background: CSSColour?
    /// The ground is a picture: nobody knows its colour.
    var hasPicture: Bool?
    /// In pixels; a share of something is taken for much.
    var width: Int?
    var height: Int?

    /// What `other` says goes before what this says.
    mutating func apply(_ other: CSSStyle) {
        isGone = other.isGone ?? isGone
        isInvisible = other.isInvisible ?? isInvisible
        isTiny = other.isTiny ?? isTiny
        isFlat = other.isFlat ?? isFlat
        cutsOff = other.cutsOff ?? cutsOff
        isFarAway = other.isFarAway ?? isFarAway
        isBold = other.isBold ?? isBold
        isItalic = other.isItalic ?? isItalic
        isUnderlined = other.isUnderlined ?? isUnderlined
        isStruck = other.isStruck ?? isStruck
        keepsSpace = other.keepsSpace ?? keepsSpace
        colour = other.colour ?? colour
        background = other.background ?? background
        hasPicture = other.hasPicture ?? hasPicture
        width = other.width ?? width
        height = other.height ?? height
    }

    /// Nothing inside can be seen, whatever it says of itself.
    var hidesForGood: Bool { isGone == true || isFlat == true && cutsOff == true || isFarAway == true }
}

/// A block of declarations: what holds, and what holds before all else (`!important`).
struct CSSDeclarations: Hashable, Sendable {
    /// Declarations of one block that are read.
    static let limit = 64

    var normal = CSSStyle()
    var important = CSSStyle()

    init() {}

    /// `color: #c00; font-weight: bold !important`. CSS Syntax Level 3, section 5.4.4.
    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        for _ in 0..<Self.limit {
            guard !rest.isEmpty else { return }
            let end = Self.end(of: rest)
            declare(rest[..<end])
            rest = rest[end...].dropFirst()
        }
    }

    /// The first `;` that is not inside quotes or parentheses.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int {
        var quote: UInt8?
        var depth = 0
        for at in bytes.indices {
            let byte = bytes[at]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == ASCII.quote || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == ASCII.openParen {
                depth += 1
            } else if byte == ASCII.closeParen {
                depth = max(0, depth - 1)
            } else if byte == UInt8(ascii: ";") && depth == 0 {
                return at
            }
        }
        return bytes.endIndex
    }

    private mutating func declare(_ bytes: ArraySlice<UInt8>) {
        guard let colon = bytes.firstIndex(of: ASCII.colon) else { return }
        let name = CSSText.lowered(bytes[..<colon])
        guard CSSDeclarations.known.contains(name) else { return }
        var value = CSSText.lowered(bytes[(colon + 1)...])
        var isImportant = false
        if let mark = value.utf8.lastIndex(of: UInt8(ascii: "!")), value[mark...].utf8.dropFirst().count < 16,
            CSSText.lowered(ArraySlice(value[mark...].utf8.dropFirst())) == "important"
        {
            isImportant = true
            value = CSSText.lowered(ArraySlice(value[..<mark].utf8))
        }
        if isImportant { important.set(name, to: value) } else { normal.set(name, to: value) }
    }

    private static let known: Set<String> = [
        "display", "visibility", "opacity", "mso-hide", "font-size", "max-height", "height", "max-width", "width",
        "overflow", "overflow-y", "text-indent", "font-weight", "font-style", "text-decoration", "white-space", "color",
        "text-decoration-line", "background", "background-color", "background-image", "font",
    ]
}

extension CSSStyle {
    /// Letters up to this many pixels cannot be read.
    private static let tinyLetters = 1.0
    private static let farAway = -500.0

    /// A declaration, both sides in lower case and without white space around.
    mutating func set(_ name: String, to value: String) {
        switch name {
        case "display": isGone = value == "none"
        case "mso-hide": if value == "all" { isGone = true }
        case "visibility": isInvisible = value == "hidden" || value == "collapse"
        case "opacity": if let number = CSSText.number(value)?.value { isGone = number < 0.05 ? true : nil }
        case "font-size":
            if let (number, unit) = CSSText.number(value) {
                // Shares of the letters around: only nothing is nothing.
                let limit = unit == "px" || unit == "pt" || unit == "" ? Self.tinyLetters : 0.05
                isTiny = number <= limit
            } else if !value.isEmpty {
                isTiny = false
            }
        case "font":
            if value.utf8.starts(with: "bold".utf8) { isBold = true }
            if value.utf8.starts(with: "italic".utf8) { isItalic = true }
        case "max-height":
            if let number = CSSText.number(value)?.value, number <= 0 { (isFlat, cutsOff) = (true, true) }
        case "height", "max-width", "width":
            guard let (number, unit) = CSSText.number(value) else { return }
            if number <= 0 { isFlat = true }
            let pixels = unit == "px" || unit == "" ? Int(max(0, min(100_000, number))) : .max
            if name == "width" { width = pixels }
            if name == "height" { height = pixels }
        case "overflow", "overflow-y": cutsOff = value == "hidden"
        case "text-indent": if let number = CSSText.number(value)?.value { isFarAway = number < Self.farAway }
        case "font-weight":
            switch value {
            case "bold", "bolder": isBold = true
            case "normal", "lighter": isBold = false
            default: if let number = CSSText.number(value)?.value { isBold = number >= 600 }
            }
        case "font-style": isItalic = value == "italic" || value.utf8.starts(with: "oblique".utf8)
        case "text-decoration", "text-decoration-line":
            let words = value.utf8.split(separator: ASCII.space)
            isUnderlined = words.contains { $0.elementsEqual("underline".utf8) }
            isStruck = words.contains { $0.elementsEqual("line-through".utf8) }
        case "white-space": keepsSpace = value.utf8.starts(with: "pre".utf8) && value != "pre-line"
        case "color": if let colour = CSSColour(value) { self.colour = colour }
        case "background", "background-color":
            if let first = CSSColour(value) ?? CSSColour(CSSText.firstWord(value)) { background = first }
            if CSSText.hasPicture(value) { hasPicture = true }
        case "background-image": hasPicture = CSSText.hasPicture(value)
        default: break
        }
    }
}
