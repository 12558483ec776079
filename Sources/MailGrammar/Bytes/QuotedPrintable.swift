/// Decodes quoted-printable as it comes in. Source: RFC 2045, section 6.7.
///
/// Lenient as mail readers are: hex digits in lower case, a bare LF, spaces behind a soft break's `=`, and an `=` that
/// begins nothing stays as it is. Spaces at the end of a line go, as rule 3 asks.
///
/// ```
/// Gr=C3=BC=
/// =C3=9Fe          -> Grüße
/// ```
struct QuotedPrintable: Sendable {
    /// Spaces held back before it is known whether the line ends behind them; a longer run is passed on.
    static let heldLimit = 4096

    private enum State {
        case text
        /// After `=`.
        case escape
        /// After `=` and one hex digit.
        case digit(UInt8)
        /// After `=` and spaces.
        case softBreak
        /// After `=`, perhaps spaces, and CR.
        case softBreakCR
    }

    private var state = State.text
    /// Spaces and tabs, and in the soft break state the `=` before them is understood.
    private var held: [UInt8] = []
    /// Something stood there that quoted-printable does not allow.
    private(set) var hadErrors = false

    /// Decodes a window and appends the result.
    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        output.reserveCapacity(output.count &+ bytes.count)
        for byte in bytes { step(byte, into: &output) }
    }

    /// Ends the input: a soft break at the very end adds nothing.
    mutating func finish(into output: inout [UInt8]) {
        if case .digit(let digit) = state {
            output.append(UInt8(ascii: "="))
            output.append(digit)
            hadErrors = true
        }
        state = .text
        held.removeAll()
    }

    private mutating func step(_ byte: UInt8, into output: inout [UInt8]) {
        switch state {
        case .text:
            text(byte, into: &output)
        case .escape:
            if HexDigit.value(byte) != nil {
                state = .digit(byte)
            } else {
                softBreak(byte, into: &output)
            }
        case .digit(let first):
            state = .text
            if let high = HexDigit.value(first), let low = HexDigit.value(byte) {
                output.append(high << 4 | low)
            } else {
                hadErrors = true
                output.append(UInt8(ascii: "="))
                output.append(first)
                text(byte, into: &output)
            }
        case .softBreak:
            softBreak(byte, into: &output)
        case .softBreakCR:
            state = .text
            if byte != 0x0A { text(byte, into: &output) }
        }
    }

    private mutating func text(_ byte: UInt8, into output: inout [UInt8]) {
        switch byte {
        case 0x20, 0x09:
            if held.count < Self.heldLimit {
                held.append(byte)
            } else {
                flushHeld(into: &output)
                output.append(byte)
            }
        case 0x0D, 0x0A:
            held.removeAll(keepingCapacity: true)
            output.append(byte)
        case UInt8(ascii: "="):
            flushHeld(into: &output)
            state = .escape
        default:
            flushHeld(into: &output)
            output.append(byte)
        }
    }

    /// Behind `=`, perhaps behind spaces.
    private mutating func softBreak(_ byte: UInt8, into output: inout [UInt8]) {
        switch byte {
        case 0x0D:
            held.removeAll(keepingCapacity: true)
            state = .softBreakCR
        case 0x0A:
            held.removeAll(keepingCapacity: true)
            state = .text
        case 0x20,
            0x09 where held.count < Self.heldLimit:
            held.append(byte)
            state = .softBreak
        default:
            hadErrors = true
            output.append(UInt8(ascii: "="))
            state = .text
            text(byte, into: &output)
        }
    }

    private mutating func flushHeld(into output: inout [UInt8]) {
        if held.isEmpty { return }
        output.append(contentsOf: held)
        held.removeAll(keepingCapacity: true)
    }
}

/// Hexadecimal digits in either case.
enum HexDigit {
    /// 0 to 15, nil for anything else.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        default: nil
        }
    }
}
