/// What a terminal is told for each role: attributes and a colour pair. The only place that knows colour pairs.
///
/// Colours are reduced to what the terminal has: 256, 16, 8 or none. A colour number beyond `COLORS` makes a row vanish on
/// some terminals, and grey on an 8-colour terminal would be black on black: it becomes the terminal's own colour, dimmed.
package struct Palette: Sendable {
    /// Attributes of a cell, as CTerminal combines them.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }
        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
        package static let italic = Attributes(rawValue: 16)
    }

    /// Two colour numbers, -1 for the terminal's own.
    package struct Pair: Hashable, Sendable {
        package let foreground: Int
        package let background: Int
    }

    /// The look of one role.
    package struct Entry: Hashable, Sendable {
        package let attributes: Attributes
        /// An index into `pairs` plus 1; 0 is the terminal's own colours.
        package let pair: Int
    }

    /// What is to be defined once: pair 1 is the first.
    package private(set) var pairs: [Pair] = []
    private var entries: [Entry] = []
    /// Colours that messages ask for are shown: the terminal has the 256, and the theme wants them.
    package let showsMessageColours: Bool

    /// Pictures can be drawn.
    package let showsPictures: Bool
    /// The number behind those of all pairs that are known beforehand.
    package var firstPictureNumber: Int { pairs.count + 257 }

    /// - Parameter colours: 256, 16, 8 or 0.
    package init(theme: Theme, colours: Int) {
        showsPictures = colours >= 256
        showsMessageColours = colours >= 256 && theme.showsMessageColours
        let ground = theme.style(of: .text).background
        for role in Role.allCases {
            let style = theme.style(of: role)
            var attributes: Attributes = []
            if style.bold == true { attributes.insert(.bold) }
            if style.dim == true { attributes.insert(.dim) }
            if style.underline == true { attributes.insert(.underline) }
            if style.reverse == true { attributes.insert(.reverse) }
            if style.italic == true { attributes.insert(.italic) }
            let (foreground, background) = Self.reduce(style, to: colours)
            if foreground == .dimmed { attributes.insert(.dim) }
            // Where a background cannot be shown, reversing keeps it visible; what is the ground of everything needs none.
            if style.background != ground, style.background != nil, background.number < 0 {
                attributes.insert(.reverse)
            }
            entries.append(
                Entry(
                    attributes: attributes,
                    pair: number(of: Pair(foreground: foreground.number, background: background.number))))
        }
    }

    package subscript(role: Role) -> Entry { entries[Int(role.rawValue)] }

    /// The look of a role with what a message adds to it. A colour's pair comes after those in `pairs` and is to be defined
    /// before it is used, see ``pair(of:)``.
    package func entry(_ role: Role, _ emphasis: Emphasis) -> Entry {
        let plain = self[role]
        guard emphasis != .none else { return plain }
        let colour = showsMessageColours ? emphasis.colour : nil
        return Entry(
            attributes: plain.attributes.union(emphasis.attributes), pair: colour.map(pair(of:)) ?? plain.pair)
    }

    /// The pair of a colour that a message asks for, on the terminal's own background.
    package func pair(of colour: UInt8) -> Int { pairs.count + 1 + Int(colour) }

    private mutating func number(of pair: Pair) -> Int {
        if pair == Pair(foreground: -1, background: -1) { return 0 }
        if let known = pairs.firstIndex(of: pair) { return known + 1 }
        pairs.append(pair)
        return pairs.count
    }

    enum Reduced: Equatable {
        case own
        case dimmed
        case colour(Int)

        var number: Int {
            if case .colour(let number) = self { return number }
            return -1
        }
    }

    /// Both colours of a style. Where it sets both, neither may become the terminal's own, which may be any; and what cannot be
    /// read in the few colours that there are becomes brighter, white or black.
    private static func reduce(_ style: Style, to colours: Int) -> (foreground: Reduced, background: Reduced) {
        guard let front = style.foreground, let back = style.background, colours == 8 || colours == 16 else {
            return (
                style.foreground.map { reduce($0, to: colours) } ?? .own,
                style.background.map { reduce($0, to: colours) } ?? .own
            )
        }
        let (number, ground) = (solid(front, of: colours), solid(back, of: colours))
        // Names are as somebody wants them.
        if case .named = front, case .named = back, number != ground { return (.colour(number), .colour(ground)) }
        let (bright, white) = colours == 16 ? (number | 8, 15) : (number, 7)
        let ends = Contrast.ratio(white, ground) > Contrast.ratio(0, ground) ? [white, 0] : [0, white]
        let readable = ([number, bright] + ends).first { Contrast.ratio($0, ground) >= Contrast.readable }
        return (.colour(readable ?? ends[0]), .colour(ground))
    }

    /// One of the 8 or 16, never the terminal's own.
    private static func solid(_ colour: Colour, of colours: Int) -> Int {
        let reduced = reduce(colour, to: colours).number
        guard reduced < 0, case .rgb(let red, let green, let blue) = colour else { return reduced < 0 ? 7 : reduced }
        return max(red, green, blue) < 128 ? 0 : colours == 16 && min(red, green, blue) > 240 ? 15 : 7
    }

    static func reduce(_ colour: Colour, to colours: Int) -> Reduced {
        switch (colour, colours) {
        case (.named(let number), 16...): return .colour(Int(number))
        case (.named(8), _): return .dimmed
        case (.named(let number), 8...): return .colour(Int(number & 7))
        case (.named, _): return .own
        case (.rgb(let red, let green, let blue), 256...): return .colour(nearestOf256(red, green, blue))
        case (.rgb(let red, let green, let blue), _): return reduceTo16(red, green, blue, colours: colours)
        }
    }

    /// The 6x6x6 cube and the grey ramp; never the first 16, which users change.
    static func nearestOf256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        let steps = [0, 95, 135, 175, 215, 255]
        func step(_ value: UInt8) -> Int {
            steps.indices.min { abs(steps[$0] - Int(value)) < abs(steps[$1] - Int(value)) } ?? 0
        }
        let cube = (step(red), step(green), step(blue))
        let average = (Int(red) + Int(green) + Int(blue)) / 3
        let grey = max(0, min(23, (average - 3) / 10))
        func distance(_ to: (Int, Int, Int)) -> Int {
            let (r, g, b) = (to.0 - Int(red), to.1 - Int(green), to.2 - Int(blue))
            return r * r + g * g + b * b
        }
        let level = 8 + grey * 10
        let cubeDistance = distance((steps[cube.0], steps[cube.1], steps[cube.2]))
        return distance((level, level, level)) < cubeDistance ? 232 + grey : 16 + 36 * cube.0 + 6 * cube.1 + cube.2
    }

    /// By hue: the channels that stand out from the darkest. What has hardly any hue is a grey.
    private static func reduceTo16(_ red: UInt8, _ green: UInt8, _ blue: UInt8, colours: Int) -> Reduced {
        let channels = [Int(red), Int(green), Int(blue)]
        let high = channels.max() ?? 0
        let low = channels.min() ?? 0
        if high - low < 32 {
            if high > 200 || high < 48 { return .own }
            return colours >= 16 ? .colour(8) : .dimmed
        }
        guard colours >= 8 else { return .own }
        let middle = (high + low) / 2
        let number = (channels[0] > middle ? 1 : 0) | (channels[1] > middle ? 2 : 0) | (channels[2] > middle ? 4 : 0)
        return .colour(number)
    }
}
