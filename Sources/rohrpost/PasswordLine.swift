/// Edits the line in which a password is typed, in borrowed memory that its owner wipes. Nothing is shown, so there is no
/// cursor: only the end can be changed.
struct PasswordLine {
    enum Step: Equatable {
        case more, done, cancelled
    }

    private let buffer: UnsafeMutableRawBufferPointer
    /// Octets typed so far.
    private(set) var count = 0

    /// An empty line.
    init(buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    /// Takes a byte from the terminal: Enter ends, Backspace takes a character back, Ctrl-U all of them, Ctrl-C gives up, and
    /// so does Ctrl-D in an empty line. Other control characters are not part of any password and are left out.
    mutating func feed(_ byte: UInt8) -> Step {
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x03, 0x1C: return .cancelled
        case 0x04: return count == 0 ? .cancelled : .done
        case 0x08, 0x7F: removeLast()
        case 0x15: removeAll()
        case 0x00..<0x20: break
        default:
            // What does not fit any more is dropped; the owner's limit is above any password.
            if count < buffer.count {
                buffer[count] = byte
                count += 1
            }
        }
        return .more
    }

    /// One character of UTF-8: its last byte and all before it up to the one that begins it.
    private mutating func removeLast() {
        while count > 0 {
            count -= 1
            let byte = buffer[count]
            buffer[count] = 0
            if byte & 0xC0 != 0x80 { return }
        }
    }

    private mutating func removeAll() {
        for index in 0..<count { buffer[index] = 0 }
        count = 0
    }
}
