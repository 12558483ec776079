import MailGrammar

@testable import TUI

/// Scalars that a terminal must never see.
enum HostileText {
    /// Control characters, what turns the direction of writing, what is not seen, and what ends a line.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }

    /// Those in a frame, each with its line.
    static func leaks(_ frame: Frame) -> [String] {
        (0..<frame.size.rows).flatMap { row in
            frame.line(row).unicodeScalars.filter(isHostile).map { "\(row): \(String($0.value, radix: 16))" }
        }
    }
}
