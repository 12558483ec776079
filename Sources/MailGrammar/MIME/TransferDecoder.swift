/// How a part's octets were made fit for transport. Source: RFC 2045, section 6.
public enum TransferEncoding: Hashable, Sendable {
    /// `7bit`, `8bit`, `binary`, and every name that is not known: the octets are the part.
    case identity
    /// `quoted-printable`.
    case quotedPrintable
    /// `base64`.
    case base64
    /// `x-uuencode` and its kin: no standard has it, some senders do.
    case uuencode

    /// By the token of the header field, in any case; white space around it does not count.
    public init(token: some StringProtocol) {
        var token = String(token)
        self = token.withUTF8 { octets in
            Self.names.first { Self.isAlike(octets, $0.letters) }?.encoding ?? .identity
        }
    }

    private static let names: [(letters: [UInt8], encoding: TransferEncoding)] = [
        (Array("quoted-printable".utf8), .quotedPrintable), (Array("base64".utf8), .base64),
        (Array("quotedprintable".utf8), .quotedPrintable), (Array("x-uuencode".utf8), .uuencode),
        (Array("x-uue".utf8), .uuencode), (Array("uuencode".utf8), .uuencode), (Array("x-uu".utf8), .uuencode),
        (Array("uue".utf8), .uuencode),
    ]

    /// - Parameter letters: small ones
    private static func isAlike(_ octets: UnsafeBufferPointer<UInt8>, _ letters: [UInt8]) -> Bool {
        var place = 0
        for octet in octets where octet > ASCII.space {
            guard place < letters.count, ASCII.lower(octet) == letters[place] else { return false }
            place += 1
        }
        return place == letters.count
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
        case uuencode(UUDecoder)
    }

    private var state: State
    private var isDamaged = false

    /// A decoder at the start of a part.
    public init(_ encoding: TransferEncoding) {
        switch encoding {
        case .identity: state = .identity
        case .quotedPrintable: state = .quotedPrintable(QuotedPrintable())
        case .base64: state = .base64(Base64Stream())
        case .uuencode: state = .uuencode(UUDecoder())
        }
    }

    /// The input was not what the encoding allows.
    public var hadErrors: Bool {
        switch state {
        case .identity: false
        case .quotedPrintable(let decoder): decoder.hadErrors
        case .base64(let decoder): decoder.hadErrors
        case .uuencode: isDamaged
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
        case .uuencode(var decoder):
            state = .identity
            take(decoder.push(bytes), into: &output)
            state = .uuencode(decoder)
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
        case .uuencode(var decoder):
            take(decoder.finish(), into: &output)
            if decoder.fileCount != 1 { isDamaged = true }
            state = .uuencode(decoder)
        }
    }

    /// The file is the part; lines around it are passed over.
    private mutating func take(_ pieces: [UUDecoder.Piece], into output: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .data(let octets): output.append(contentsOf: octets)
            case .text(let octets): if octets.contains(where: { $0 > ASCII.space }) { isDamaged = true }
            case .begin: break
            case .end(let isWhole): if !isWhole { isDamaged = true }
            }
        }
    }
}
