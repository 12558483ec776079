import TestSupport

extension Corpus {
    /// A file's text, with U+FFFD for what is not UTF-8.
    static func text(_ path: String) -> String? {
        guard isPresent else { return nil }
        return bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }
}
