/// Where charsets come from that are not built in: the seam behind which iconv stands.
public protocol CharsetDecoding: Sendable {
    /// A converter at the start of a text; nil where the label names no charset that is known.
    ///
    /// The label is as a mail gave it. It is data from a stranger: look it up, do not hand it on.
    func converter(for label: String) -> (any CharsetConverting)?
}

/// Turns the bytes of one text in one charset into text, window by window.
public protocol CharsetConverting: AnyObject {
    /// Converts a window and appends the text; a character that the window's end cuts is kept for the next.
    ///
    /// What means nothing becomes U+FFFD. Returns whether there was such.
    func convert(_ bytes: ArraySlice<UInt8>, isLast: Bool, into text: inout String) -> Bool
}

extension CharsetDecoding {
    /// A whole text at once; nil where the charset is not known.
    public func decode(_ bytes: ArraySlice<UInt8>, charset: String) -> (text: String, hadErrors: Bool)? {
        guard let converter = converter(for: charset) else { return nil }
        var text = ""
        let hadErrors = converter.convert(bytes, isLast: true, into: &text)
        return (text, hadErrors)
    }
}

/// No charsets but the built-in ones.
public struct BuiltInCharsets: CharsetDecoding {
    /// Knows nothing.
    public init() {}

    /// Always nil: ``CharsetStream`` asks only for what is not built in.
    public func converter(for label: String) -> (any CharsetConverting)? { nil }
}
