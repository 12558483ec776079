import Glibc

/// `docs/mime.md`: the differences from the corpus that it gives reasons for, and its other tables.
enum MIMEDocument {
    /// The page.
    static let text: String = {
        // Tests/MailGrammarTests/MIME/Message/ is four folders below the checkout.
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(5).joined(separator: "/")
        guard let file = fopen("\(root)/docs/mime.md", "rb") else { return "" }
        defer { fclose(file) }
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return String(decoding: result, as: UTF8.self) }
            result += piece[..<count]
        }
    }()

    /// The cells of the rows whose first cell is this one.
    static func rows(_ first: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("| \(first) |") }.map { line in
            line.split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    /// The files of a suite of the corpus that are listed as different.
    static func differences(_ suite: String) -> Set<String> {
        Set(
            rows(suite).flatMap { row in
                row.dropFirst().prefix(1).flatMap { $0.filter { $0 != " " && $0 != "`" }.split(separator: ",") }.map(
                    String.init)
            })
    }
}
