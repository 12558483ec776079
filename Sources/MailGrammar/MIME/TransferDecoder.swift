/// How a part's octets were made fit for transport. Source: RFC 2045, section 6.
public enum TransferEncoding: Hashable, Sendable {
    /// `7bit`, `8bit`, `binary`, and every name that is not known: the octets are the part.
    case identity
    /// `quoted-printable`.
    case quotedPrintable
    /// `base64`.
    case base64

    /// By the token of the header field, in any case; white space around it does not count.
    public init(token: some StringProtocol) {
        switch token.lowercased().filter({ !$0.isWhitespace }) {
        case "quoted-printable", "quotedprintable": self = .quotedPrintable
        case "base64": self = .base64
        default: self = .identity
        }
    }
}

/// Undoes a transfer encoding, fed with windows of any size.
///
/// The same bytes come out wherever the input is cut. Nothing is refused: what the encoding does not allow is passed
/// over or through, and ``hadErrors`` says so.
public struct TransferDecoder: Sendable {
    private enum State {
        case identity
        case quotedPrintable(QuotedPrintable)
        case base64(Base64Stream)
    }

    private var state: State

    /// A decoder at the start of a part.
    public init(_ encoding: TransferEncoding) {
        switch encoding {
        case .identity: state = .identity
        case .quotedPrintable: state = .quotedPrintable(QuotedPrintable())
        case .base64: state = .base64(Base64Stream())
        }
    }

    /// The input was not what the encoding allows.
    public var hadErrors: Bool {
        switch state {
        case .identity: false
        case .quotedPrintable(let decoder): decoder.hadErrors
        case .base64(let decoder): decoder.hadErrors
        }
    }

    /// Decodes a window and appends the result to `output`.
    public mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        switch state {
        case .identity:
            output.append(contentsOf: bytes)
        case .quotedPrintable(var decoder):
            state = .identity
            decoder.decode(bytes, into: &output)
            state = .quotedPrintable(decoder)
        case .base64(var decoder):
            decoder.decode(bytes, into: &output)
            state = .base64(decoder)
        }
    }

    /// Ends the part.
    public mutating func finish(into output: inout [UInt8]) {
        switch state {
        case .identity:
            break
        case .quotedPrintable(var decoder):
            decoder.finish(into: &output)
            state = .quotedPrintable(decoder)
        case .base64(var decoder):
            decoder.finish(into: &output)
            state = .base64(decoder)
        }
    }
}
