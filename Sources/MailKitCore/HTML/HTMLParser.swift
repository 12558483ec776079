import CXML
import MailGrammar

/// libxml2 with a renderer behind it: what the parser finds goes straight to the renderer.
///
/// Not Sendable: one lane at a time. Opens no file and no connection, whatever it reads.
final class HTMLParser {
    /// Why a parser stopped.
    enum Fault {
        /// Elements stand too deep in each other.
        case tooDeep
        /// The library gave up.
        case failed
    }

    /// What the callbacks see. A class of its own, so that its address holds while the parser lives.
    private final class Sink {
        var renderer: HTMLRenderer

        init(_ renderer: HTMLRenderer) { self.renderer = renderer }

        static func at(_ context: UnsafeMutableRawPointer?) -> Sink? {
            context.map { Unmanaged<Sink>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    /// Whether the library is there.
    static var isAvailable: Bool { rp_html_available() != 0 }

    private let sink: Sink
    private let parser: OpaquePointer

    /// A parser at the start of a document; `nil` without the library.
    init?(_ renderer: HTMLRenderer) {
        let sink = Sink(renderer)
        var events = rp_html_events(
            begin: { context, name, attributes in
                guard let name else { return }
                var found = HTMLAttributes()
                var next = attributes
                while let pair = next, let name = pair[0] {
                    found.append(String(cString: name), pair[1].map { String(cString: $0) } ?? "")
                    next = pair + 2
                }
                Sink.at(context)?.renderer.begin(String(cString: name), found)
            },
            end: { context, name in
                if let name { Sink.at(context)?.renderer.end(String(cString: name)) }
            },
            text: { context, bytes, length in
                guard let bytes, length > 0 else { return }
                bytes.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
                    Sink.at(context)?.renderer.text(UnsafeBufferPointer(start: $0, count: Int(length)))
                }
            })
        let depth = Int32(HTMLRenderer.depthLimit)
        guard let parser = rp_html_open(&events, Unmanaged.passUnretained(sink).toOpaque(), depth) else { return nil }
        self.sink = sink
        self.parser = parser
    }

    deinit { rp_html_close(parser) }

    /// What the parser's findings came to.
    var renderer: HTMLRenderer {
        get { sink.renderer }
        set { sink.renderer = newValue }
    }

    /// Changes the renderer in place.
    func withRenderer<R>(_ body: (inout HTMLRenderer) -> R) -> R { body(&sink.renderer) }

    /// Reads UTF-8 that went through a gate; why it cannot go on, where it cannot.
    func feed(_ bytes: [UInt8], isLast: Bool) -> Fault? {
        let result = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                rp_html_feed(parser, $0.baseAddress, $0.count, isLast ? 1 : 0)
            }
        }
        if result == RP_HTML_TOO_DEEP || sink.renderer.isTooDeep { return .tooDeep }
        return result == RP_HTML_OK ? nil : .failed
    }
}
