import Glibc

/// What several test targets share.
package enum Fixtures {
    /// A page of the documentation, by its name without `.md`; `nil` where it cannot be read.
    package static func page(_ name: String) -> String? {
        // Tests/TestSupport/Fixtures.swift is three folders below the checkout.
        let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        guard let file = fopen(checkout.joined(separator: "/") + "/docs/\(name).md", "rb") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += piece[..<count]
        }
    }
}
