import CPlatform
import MailGrammar

/// The charsets that glibc's iconv knows, by the labels that mails use.
///
/// Nothing is transliterated: a byte that means nothing is U+FFFD, a character that exists is itself.
public struct IconvCharsets: CharsetDecoding {
    /// One value serves any number of texts.
    public init() {}

    /// A converter of its own for each text; nil for a label that is not listed, or not installed on this machine.
    public func converter(for label: String) -> (any CharsetConverting)? {
        let key = CharsetNames.key(label)
        if CharsetNames.marked.contains(key) { return ByteOrderConverter() }
        guard let name = CharsetNames.table[key] else { return nil }
        return IconvConverter(name)
    }
}

/// One conversion by iconv, which keeps shift states; characters cut at a window's end are kept here.
final class IconvConverter: CharsetConverting {
    /// More than any character or escape sequence of the listed charsets.
    private static let carryLimit = 64
    private static let blockSize = 16384

    private let handle: UnsafeMutableRawPointer
    private var carried: [UInt8] = []

    /// By glibc's name for the charset.
    init?(_ name: String) {
        guard let handle = cplatform_iconv_open(name) else { return nil }
        self.handle = handle
    }

    deinit { cplatform_iconv_close(handle) }

    func convert(_ bytes: ArraySlice<UInt8>, isLast: Bool, into text: inout String) -> Bool {
        let input = carried + bytes
        carried = []
        var output: [UInt8] = []
        output.reserveCapacity(input.count &+ input.count / 2)
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        var hadErrors = false
        var at = 0
        while at < input.count {
            let step = run(input, from: at, &block)
            at &+= step.taken
            output.append(contentsOf: block[..<step.given])
            switch step.end {
            case CPLATFORM_ICONV_DONE:
                at = input.count
            case CPLATFORM_ICONV_FULL where step.given > 0 || step.taken > 0:
                break
            case CPLATFORM_ICONV_CUT where !isLast && input.count &- at <= Self.carryLimit:
                carried = Array(input[at...])
                at = input.count
            case CPLATFORM_ICONV_CUT where isLast:
                output.append(contentsOf: Self.replacement)
                hadErrors = true
                at = input.count
            default:
                output.append(contentsOf: Self.replacement)
                hadErrors = true
                at &+= 1
            }
        }
        if isLast {
            let step = cplatform_iconv_convert(handle, nil, 0, &block, block.count)
            output.append(contentsOf: block[..<step.given])
        }
        text += String(decoding: output, as: UTF8.self)
        return hadErrors
    }

    private static let replacement = Array("\u{FFFD}".utf8)

    private func run(_ input: [UInt8], from at: Int, _ block: inout [UInt8]) -> cplatform_iconv_step {
        input[at...].withUnsafeBufferPointer { source in
            block.withUnsafeMutableBufferPointer { target in
                cplatform_iconv_convert(handle, source.baseAddress, source.count, target.baseAddress, target.count)
            }
        }
    }
}

/// UTF-16 whose byte order is told by its first two octets, big-endian where they tell nothing.
final class ByteOrderConverter: CharsetConverting {
    private var first: [UInt8] = []
    private var converter: IconvConverter?

    func convert(_ bytes: ArraySlice<UInt8>, isLast: Bool, into text: inout String) -> Bool {
        if let converter { return converter.convert(bytes, isLast: isLast, into: &text) }
        first += bytes
        guard first.count >= 2 || isLast else { return false }
        let isLittle = first.starts(with: [0xFF, 0xFE])
        let hasMark = isLittle || first.starts(with: [0xFE, 0xFF])
        guard let opened = IconvConverter(isLittle ? "UTF-16LE" : "UTF-16BE") else {
            text += "\u{FFFD}"
            return true
        }
        converter = opened
        let rest = first.dropFirst(hasMark ? 2 : 0)
        first = []
        return opened.convert(ArraySlice(rest), isLast: isLast, into: &text)
    }
}
