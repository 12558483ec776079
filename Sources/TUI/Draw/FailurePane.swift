import MailGrammar
import MailKitCore

/// Why the line is down, in full, or what else went wrong last, and which server it is up with: lines of a label and a text, as wide as the screen.
///
/// The first lines, one each, are the hosts that can be used instead, so that a line's number tells which one it is whatever
/// language the rest is in.
struct FailureLines: Sendable {
    struct Line: Hashable, Sendable {
        let label: Text
        let text: String
        let role: Role
    }

    let hosts: [String]
    private(set) var lines: [Line] = []
    private let width: Int

    /// Cells of the labels.
    static func labelWidth(_ columns: Int) -> Int { columns < 60 ? 9 : 11 }

    /// Nothing where the line is down for no reason, or up as the configuration has it.
    init(_ state: AppState, _ context: DrawContext) {
        let language = context.language
        let columns = OverlayLayout(state).area.columns.count
        width = max(8, min(100, columns - 2 - Self.labelWidth(columns)))
        let change = state.line.lastFailure == nil ? state.line.serverChange : nil
        hosts = state.line.lastFailure == nil ? [] : state.line.offeredHosts
        if let failure = state.failureToShow { add(failure, state.look.brand, context) }
        add(state.refusals, state, language)
        guard let change else { return }
        if !lines.isEmpty { blank() }
        add(CertificateTexts.inUse, TerminalText.sanitised(change.host))
        add(CertificateTexts.toKeep, TerminalText.sanitised(CertificateTexts.line(change)(language)))
    }

    private mutating func add(_ failure: MailError, _ brand: Brand, _ context: DrawContext) {
        let language = context.language
        for (index, host) in hosts.enumerated() {
            lines.append(Line(label: index == 0 ? CertificateTexts.use : Self.none, text: host, role: .readerAddress))
        }
        if !hosts.isEmpty { blank() }
        let words = MailErrorText(failure)
        add(Self.none, words.headline(language), .error)
        blank()
        if let report = failure.certificate {
            add(report, context)
            blank()
        }
        for text in words.lines.dropFirst() { add(Self.none, text(language)) }
        guard !brand.support.isEmpty else { return }
        blank()
        for (index, text) in brand.support.enumerated() {
            add(index == 0 ? LookTexts.support : Self.none, text, .readerAddress)
        }
    }

    /// All of them one by one, the newest first.
    private mutating func add(_ refusals: Refusals, _ state: AppState, _ language: Language) {
        for refusal in refusals.all.reversed() {
            if !lines.isEmpty { blank() }
            let what = RefusalTexts.what(refusal)
            let label = state.hasAccounts ? state.place(of: refusal.account).map { state.accounts[$0].label } : nil
            add(Self.none, (label.map { AccountTexts.of($0, what) } ?? what)(language), .error)
            for text in RefusalTexts.lines(refusal) { add(Self.none, text(language)) }
        }
        guard refusals.omitted > 0 else { return }
        blank()
        add(Self.none, RefusalTexts.omitted(refusals.omitted)(language))
    }

    /// The certificate alone.
    init(_ report: CertificateReport, columns: Int, _ context: DrawContext) {
        hosts = []
        width = max(8, min(100, columns - 2 - Self.labelWidth(columns)))
        add(report, context)
    }

    private mutating func add(_ report: CertificateReport, _ context: DrawContext) {
        let language = context.language
        for (index, reason) in report.reasons.enumerated() {
            add(
                index == 0 ? CertificateTexts.why : Self.none, CertificateTexts.reason(reason)(language), .readerWarning
            )
        }
        var names = report.names.map { TerminalText.sanitised($0.text) }.joined(separator: ", ")
        if report.moreNames > 0 { names += " " + CertificateTexts.moreNames(report.moreNames)(language) }
        add(CertificateTexts.names, names.isEmpty ? CertificateTexts.noNames(language) : names)
        if !report.subject.isEmpty { add(CertificateTexts.subject, TerminalText.sanitised(report.subject)) }
        if !report.issuer.isEmpty { add(CertificateTexts.issuer, TerminalText.sanitised(report.issuer)) }
        let dates = [report.notBefore, report.notAfter].map { date in
            date.map { DateTexts.moment($0, zone: context.zone) } ?? CertificateTexts.noDate
        }
        add(CertificateTexts.valid, CertificateTexts.span(dates[0], dates[1])(language))
        add(CertificateTexts.fingerprint, report.fingerprint)
        for case .changedPin(let pinned) in report.reasons { add(CertificateTexts.pinned, pinned) }
    }

    private static let none = Text(same: "")

    private mutating func blank() { lines.append(Line(label: Self.none, text: "", role: .text)) }

    private mutating func add(_ label: Text, _ fingerprint: CertificateFingerprint?) {
        // A line of 16 pairs, or of 8 where that is too wide: eyes that compare count in halves.
        let pairs = width >= 47 ? 16 : 8
        for (index, line) in (fingerprint?.lines(pairs: pairs) ?? []).enumerated() {
            add(index == 0 ? label : Self.none, line)
        }
    }

    private mutating func add(_ label: Text, _ text: String, _ role: Role = .text) {
        var layout = TextLayout(text: TerminalText.sanitised(text), width: width)
        for (index, line) in layout.lines(upTo: 500).enumerated() {
            lines.append(Line(label: index == 0 ? label : Self.none, text: line.text, role: role))
        }
    }

    /// As many as the longest language needs.
    static func count(_ state: AppState) -> Int {
        Language.allCases.map { FailureLines(state, DrawContext(language: $0) { _ in 0 }).lines.count }.max() ?? 0
    }
}

extension Frame {
    mutating func drawFailure(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = FailureLines(state, context).lines
        let title =
            state.line.lastFailure != nil
            ? CertificateTexts.title
            : state.lastError != nil || !state.refusals.all.isEmpty
                ? CertificateTexts.failedTitle : CertificateTexts.changedTitle
        drawTitle(title, top: place.top, count: lines.count, layout, context)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, lines.count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            draw(lines[index], row: row, context)
        }
    }

    private mutating func draw(_ line: FailureLines.Line, row: Int, _ context: DrawContext) {
        let column = 1 + FailureLines.labelWidth(size.columns)
        put(line.label(context.language), row: row, column: 1, limit: column - 2, role: .readerLabel)
        put(
            line.text, row: row, column: line.label == Text(same: "") && line.role == .error ? 1 : column,
            role: line.role)
    }

    /// A refused certificate in the place of a list that could not be opened: what failed, the certificate where there is room
    /// for it, and what to do.
    mutating func drawRefused(
        _ failure: MailError, _ report: CertificateReport, advice: Text?, why: Text, brand: Brand, in area: Range<Int>,
        _ context: DrawContext
    ) {
        let words = MailErrorText(failure)
        var texts = words.lines.map { $0(context.language) }
        let head = Piece(texts.removeFirst(), .error)
        var tail = texts.map { Piece($0, .text) }
        if !brand.support.isEmpty { tail.append(SupportTexts.piece(brand, context.language)) }
        var hints = [advice].compactMap(\.self)
        let table = FailureLines(report, columns: size.columns, context).lines
        let columns = size.columns
        let headHeight = Self.height(of: head, width: columns)
        let rest = headHeight + tail.reduce(0) { $0 + Self.height(of: $1, width: columns) } + 4
        let hasTable = rest + table.count <= area.count
        if !hasTable || !report.offeredHosts.isEmpty {
            let key = why
            hints.insert(
                report.offeredHosts.isEmpty ? CertificateTexts.shows(key) : CertificateTexts.offers(key), at: 0)
        }
        tail.append(Piece(hints.map { $0(context.language) }.joined(separator: "  \(context.symbols.dot)  "), .message))
        var row = area.lowerBound + (area.count > 6 ? 1 : 0)
        drawParagraphs([head], in: area, from: row - area.lowerBound)
        row += headHeight
        if hasTable {
            row += 1
            for line in table {
                draw(line, row: row, context)
                row += 1
            }
            row += 1
        }
        drawParagraphs(tail, in: area, from: min(row, area.upperBound) - area.lowerBound)
    }

    /// Rows that `drawParagraphs` takes for one of them.
    private static func height(of piece: Piece, width: Int) -> Int {
        var layout = TextLayout(text: TerminalText.sanitised(piece.text), width: max(8, min(100, width - 2)))
        return layout.lines(upTo: 100).count
    }
}
