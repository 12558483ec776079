extension RawHeader {
    /// The fields of a header block as `BODY[HEADER]` gives it; what stands behind an empty line is not read.
    ///
    /// A line that is neither a field nor part of one is passed over. Lines end with CRLF or LF; with CR alone where the first
    /// line does.
    public init(parsing octets: [UInt8], limits: MIMELimits = .standard) {
        var collector = FieldCollector(limits: limits, keepsAll: true, partOctets: 0)
        octets.withUnsafeBytes { bytes in
            var at = 0
            var previous = LineEnd.none
            var endsByCR: Bool?
            while at < bytes.count {
                let end =
                    endsByCR == false
                    ? LineSearch.firstLF(in: bytes, from: at) : LineSearch.firstLFOrCR(in: bytes, from: at)
                var lineEnd = Self.lineEnd(bytes, at: end)
                var line = octets[at..<end]
                at = end &+ Int(lineEnd.count)
                if endsByCR == nil { endsByCR = lineEnd == .cr && !Self.hasLF(bytes, behindCRsFrom: end) }
                if endsByCR == false && lineEnd == .cr {
                    // CR CR LF: one line end.
                    at = LineSearch.firstLF(in: bytes, from: end) &+ 1
                    lineEnd = .crlf
                }
                while line.last == ASCII.cr { line.removeLast() }
                switch HeaderLine(line) {
                case .empty: return
                case .fold where collector.hasField: collector.fold(line, lineEnd: previous, isCut: false)
                case .fold:
                    guard let field = HeaderLine.indentedField(line) else { break }
                    collector.begin(field.line, name: field.name, value: field.value, isCut: false)
                case .field(let name, let value): collector.begin(line, name: name, value: value, isCut: false)
                case .foreign: break
                }
                previous = lineEnd == .lf && end > 0 && bytes[end &- 1] == ASCII.cr ? .crlf : lineEnd
            }
        }
        collector.close()
        self.init(fields: collector.fields, omitted: collector.omitted)
    }

    private static func hasLF(_ bytes: UnsafeRawBufferPointer, behindCRsFrom start: Int) -> Bool {
        var at = start
        while at < bytes.count, bytes[at] == ASCII.cr { at &+= 1 }
        return at < bytes.count && bytes[at] == ASCII.lf
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, at end: Int) -> LineEnd {
        guard end < bytes.count else { return .none }
        guard bytes[end] == ASCII.cr else { return .lf }
        return end &+ 1 < bytes.count && bytes[end &+ 1] == ASCII.lf ? .crlf : .cr
    }
}
