import MailGrammar

/// Turns what a terminal sends into keys: UTF-8, control bytes, CSI and SS3 sequences, Alt as a leading Esc, bracketed paste, the
/// mouse.
///
///     j  ESC [ A  ESC O A  ESC [ 1 ; 5 C  ESC [ 5 ~  ESC x  ESC [ 200 ~ text ESC [ 201 ~
///
/// A machine without a clock: the caller tells the time in milliseconds and asks `expire` when `deadline` has passed; then a
/// lone Esc is the key Esc. Whatever is not understood is dropped as a whole, so that no tail of it acts as a command.
package struct KeyDecoder: Sendable {
    /// What came in.
    package enum Input: Hashable, Sendable {
        case key(Key)
        /// Pasted bytes, at most `pasteLimit` of them; what was beyond is gone.
        case paste([UInt8])
        case mouse(MouseEvent)
    }

    /// How long an Esc may stand alone, in milliseconds.
    package static let escapeDelay: Int64 = 25
    /// Bytes kept of one paste.
    package static let pasteLimit = 1 << 20
    private static let sequenceLimit = 32
    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    private enum State: Sendable {
        case ground
        case utf8(collected: UInt32, missing: Int, least: UInt32)
        case escape
        case sequence
        /// ESC O: one more byte.
        case singleShift
        /// ESC [ [: the Linux console's F1 to F5.
        case console
        case paste
    }

    private var state = State.ground
    private var bytes: [UInt8] = []
    private var hasAlt = false
    private var matchedEnd = 0

    /// When `expire` is to be called; `nil` while nothing is half done that time could settle.
    package private(set) var deadline: Int64?

    package init() {}

    /// Takes bytes as they come.
    package mutating func feed(_ input: some Sequence<UInt8>, at now: Int64) -> [Input] {
        var result: [Input] = []
        for byte in input { take(byte, now, &result) }
        return result
    }

    /// Settles what was left open, once `deadline` has passed.
    package mutating func expire(at now: Int64) -> [Input] {
        guard let deadline, now >= deadline else { return [] }
        var result: [Input] = []
        switch state {
        // Pressed twice on a line that sent both at once: two steps back, for nobody has a key Alt-Esc.
        case .escape: result = Array(repeating: .key(Key(.escape)), count: hasAlt ? 2 : 1)
        case .sequence where bytes.isEmpty: result = [.key(Key(.character("["), .alt))]
        case .singleShift: result = [.key(Key(.character("O"), .alt))]
        default: break
        }
        reset()
        return result
    }

    private mutating func reset() {
        state = .ground
        hasAlt = false
        deadline = nil
        bytes = []
    }

    private mutating func take(_ byte: UInt8, _ now: Int64, _ result: inout [Input]) {
        switch state {
        case .ground: ground(byte, now, &result)
        case .utf8(let collected, let missing, let least):
            guard byte & 0xC0 == 0x80 else {
                reset()
                return ground(byte, now, &result)
            }
            let value = collected << 6 | UInt32(byte & 0x3F)
            if missing > 1 {
                state = .utf8(collected: value, missing: missing - 1, least: least)
                return
            }
            if value >= least, let scalar = Unicode.Scalar(value) { result.append(.key(Key(.character(scalar), alt))) }
            reset()
        case .escape: escape(byte, now, &result)
        case .sequence: sequence(byte, now, &result)
        case .singleShift:
            let held = alt
            reset()
            if let code = Self.shifted(byte) { result.append(.key(Key(code, held))) }
        case .console:
            reset()
            if (0x41...0x45).contains(byte) { result.append(.key(Key(.function(Int(byte) - 0x40)))) }
        case .paste: paste(byte, &result)
        }
    }

    private var alt: Key.Modifiers { hasAlt ? .alt : [] }

    private mutating func ground(_ byte: UInt8, _ now: Int64, _ result: inout [Input]) {
        let held = alt
        switch byte {
        case 0x1B:
            state = .escape
            deadline = now &+ Self.escapeDelay
            return
        case 0x0D, 0x0A: result.append(.key(Key(.enter, held)))
        case 0x09: result.append(.key(Key(.tab, held)))
        case 0x7F, 0x08: result.append(.key(Key(.backspace, held)))
        case 0x00: result.append(.key(Key(.character(" "), held.union(.control))))
        case 0x01...0x1A:
            result.append(.key(Key(.character(Unicode.Scalar(byte &+ 0x60)), held.union(.control))))
        case 0x1C...0x1F:
            result.append(.key(Key(.character(Unicode.Scalar(byte &+ 0x40)), held.union(.control))))
        case 0x20...0x7E: result.append(.key(Key(.character(Unicode.Scalar(byte)), held)))
        // U+0080 to U+009F are control characters, and no key.
        case 0xC2...0xDF: return begin(byte & 0x1F, missing: 1, least: 0xA0)
        case 0xE0...0xEF: return begin(byte & 0x0F, missing: 2, least: 0x800)
        case 0xF0...0xF4: return begin(byte & 0x07, missing: 3, least: 0x10000)
        default: break
        }
        reset()
    }

    private mutating func begin(_ bits: UInt8, missing: Int, least: UInt32) {
        state = .utf8(collected: UInt32(bits), missing: missing, least: least)
        deadline = nil
    }

    private mutating func escape(_ byte: UInt8, _ now: Int64, _ result: inout [Input]) {
        switch byte {
        case 0x1B where !hasAlt:
            // Esc Esc [ A is Alt-Up on some terminals; with nothing behind it, it is Esc pressed twice.
            hasAlt = true
            deadline = now &+ Self.escapeDelay
        case 0x1B:
            result.append(.key(Key(.escape)))
            deadline = now &+ Self.escapeDelay
        case UInt8(ascii: "["):
            state = .sequence
            bytes = []
            deadline = now &+ Self.escapeDelay
        case UInt8(ascii: "O"):
            state = .singleShift
            deadline = now &+ Self.escapeDelay
        default:
            hasAlt = true
            state = .ground
            deadline = nil
            ground(byte, now, &result)
        }
    }

    private mutating func sequence(_ byte: UInt8, _ now: Int64, _ result: inout [Input]) {
        switch byte {
        case UInt8(ascii: "[") where bytes.isEmpty:
            state = .console
        case 0x20...0x3F:
            // A sequence under way is waited for, however slow the line; a lone ESC [ is not.
            deadline = nil
            if bytes.count <= Self.sequenceLimit { bytes.append(byte) }
        case 0x40...0x7E:
            let parameters = bytes
            let held = alt
            reset()
            finish(parameters, final: byte, held, &result)
        case 0x1B:
            reset()
            state = .escape
            deadline = now &+ Self.escapeDelay
        default:
            reset()
            ground(byte, now, &result)
        }
    }

    private mutating func finish(_ bytes: [UInt8], final: UInt8, _ held: Key.Modifiers, _ result: inout [Input]) {
        guard bytes.count <= Self.sequenceLimit else { return }
        if bytes.first == UInt8(ascii: "<") { return mouse(bytes.dropFirst(), final: final, &result) }
        guard bytes.allSatisfy({ (0x30...0x3B).contains($0) }) else { return }
        let numbers = bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map { field in
            field.reduce(0) { $1 == 0x3A ? $0 : min(0x10FFFF, $0 &* 10 &+ Int($1 & 15)) }
        }
        let first = numbers.first ?? 0
        let modifiers = numbers.count > 1 ? held.union(Self.modifiers(numbers[1])) : held
        if final == UInt8(ascii: "~"), first == 200 {
            state = .paste
            matchedEnd = 0
            // A password that grows would leave copies behind.
            self.bytes.reserveCapacity(4096)
            return
        }
        switch final {
        case UInt8(ascii: "~"):
            if let code = Self.numbered(first) { result.append(.key(Key(code, modifiers))) }
        case UInt8(ascii: "Z"): result.append(.key(Key(.tab, modifiers.union(.shift))))
        case UInt8(ascii: "u"):
            if let code = Self.unicode(first) { result.append(.key(Key(code, modifiers))) }
        default:
            if let code = Self.shifted(final), final < UInt8(ascii: "j") { result.append(.key(Key(code, modifiers))) }
        }
    }

    /// `ESC [ < 0 ; 12 ; 5 M`.
    private func mouse(_ bytes: ArraySlice<UInt8>, final: UInt8, _ result: inout [Input]) {
        guard final == UInt8(ascii: "M") || final == UInt8(ascii: "m") else { return }
        let fields = bytes.split(separator: 0x3B, omittingEmptySubsequences: false)
        guard fields.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(ASCII.isDigit) }) else { return }
        let numbers = fields.map { $0.reduce(0) { $0 &* 10 &+ Int($1 & 15) } }
        if let event = MouseEvent(numbers, isPress: final == UInt8(ascii: "M")) { result.append(.mouse(event)) }
    }

    private mutating func paste(_ byte: UInt8, _ result: inout [Input]) {
        if byte == Self.pasteEnd[matchedEnd] {
            matchedEnd += 1
            guard matchedEnd == Self.pasteEnd.count else { return }
            result.append(.paste(bytes))
            matchedEnd = 0
            reset()
            return
        }
        keep(Self.pasteEnd.prefix(matchedEnd))
        // No part of the end but its first byte can begin it anew.
        matchedEnd = byte == Self.pasteEnd[0] ? 1 : 0
        if matchedEnd == 0 { keep(CollectionOfOne(byte)) }
    }

    private mutating func keep(_ more: some Sequence<UInt8>) {
        for byte in more where bytes.count < Self.pasteLimit { bytes.append(byte) }
    }
}

// What the sequences mean. Source: xterm's ctlseqs, "PC-Style Function Keys" and "VT220-Style Function Keys".
extension KeyDecoder {
    /// 1 + shift 1, alt 2, control 4.
    private static func modifiers(_ number: Int) -> Key.Modifiers {
        guard (2...8).contains(number) else { return [] }
        return Key.Modifiers(rawValue: UInt8(number - 1) & 7)
    }

    private static func shifted(_ byte: UInt8) -> Key.Code? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
        // The numeric pad in application mode.
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Unicode.Scalar(byte &- 0x40))
        default: nil
        }
    }

    private static func numbered(_ number: Int) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23, 24: .function(number - 12)
        default: nil
        }
    }

    /// `CSI code ; modifiers u` of terminals that were asked for it, or do it unasked.
    private static func unicode(_ number: Int) -> Key.Code? {
        switch number {
        case 9: .tab
        case 13: .enter
        case 27: .escape
        case 127: .backspace
        case 32...126, 0xA0...0x10FFFF: Unicode.Scalar(UInt32(number)).map { .character($0) }
        default: nil
        }
    }
}
