/// Makes a marked text of a picture that a program has drawn with letters and their colours, as it would for a terminal.
///
///     ESC [ 38 ; 5 ; 24 ; 48 ; 5 ; 60 m ▄ ESC [ 0 m
///
/// Of all sequences only those that set colours (SGR) count, and of these only the palette of 256; everything else goes, and so does
/// every control character. Source: ECMA-48, section 8.3.117, and xterm's ctlseqs for 38 and 48.
package struct PictureText {
    /// Lines and cells of a line that are kept.
    package static let lineLimit = 300
    package static let columnLimit = 1_000
    private static let parameterLimit = 64

    private var result = String.UnicodeScalarView()
    private var letters: UInt8?
    private var ground: UInt8?
    private var isReversed = false
    /// What is set in the text so far.
    private var shown: (letters: UInt8?, ground: UInt8?) = (nil, nil)
    private var lines = 0
    private var column = 0

    /// The text of all that the program wrote.
    package static func marked(_ output: some Sequence<UInt8>) -> String {
        var picture = PictureText()
        picture.result.append(TextMark.on(.verbatim).scalar)
        var decoder = UTF8()
        var octets = output.makeIterator()
        scalars: while picture.lines < lineLimit {
            switch decoder.decode(&octets) {
            case .emptyInput: break scalars
            case .error: picture.put("\u{FFFD}")
            case .scalarValue("\u{1B}"): picture.sequence(&decoder, &octets)
            case .scalarValue("\n"): picture.endLine()
            case .scalarValue(let scalar):
                // A mark can only be ours.
                if !TextMark.isMark(scalar), scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value) {
                    picture.put(scalar)
                }
            }
        }
        picture.setColours(nil, nil)
        picture.result.append(TextMark.off(.verbatim).scalar)
        return String(picture.result)
    }

    private mutating func endLine() {
        setColours(nil, nil)
        result.append("\n")
        lines &+= 1
        column = 0
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        guard column < Self.columnLimit else { return }
        column &+= 1
        if isReversed { setColours(ground, letters) } else { setColours(letters, ground) }
        result.append(scalar)
    }

    private mutating func setColours(_ letters: UInt8?, _ ground: UInt8?) {
        if shown.letters != letters { result.append(TextMark.colour(letters).scalar) }
        if shown.ground != ground { result.append(TextMark.ground(ground).scalar) }
        shown = (letters, ground)
    }

    /// Behind an Esc: only `[`, numbers and an `m` mean something; another sequence is passed over.
    private mutating func sequence<Octets: IteratorProtocol<UInt8>>(_ decoder: inout UTF8, _ octets: inout Octets) {
        guard case .scalarValue("[") = decoder.decode(&octets) else { return }
        var numbers = [0]
        while case .scalarValue(let scalar) = decoder.decode(&octets) {
            switch scalar {
            case "0"..."9":
                let last = numbers.count &- 1
                numbers[last] = min(9_999, numbers[last] &* 10 &+ Int(scalar.value &- 0x30))
            case ";", ":": if numbers.count < Self.parameterLimit { numbers.append(0) }
            case "m": return follow(numbers)
            case "@"..."~": return
            default: break
            }
        }
    }

    private mutating func follow(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: (letters, ground, isReversed) = (nil, nil, false)
            case 7: isReversed = true
            case 27: isReversed = false
            case 30...37: letters = UInt8(number &- 30)
            case 39: letters = nil
            case 40...47: ground = UInt8(number &- 40)
            case 49: ground = nil
            case 90...97: letters = UInt8(number &- 82)
            case 100...107: ground = UInt8(number &- 92)
            case 38, 48:
                guard rest.popFirst() == 5, let colour = rest.popFirst().flatMap({ UInt8(exactly: $0) }) else { return }
                if number == 38 { letters = colour } else { ground = colour }
            default: break
            }
        }
    }
}
