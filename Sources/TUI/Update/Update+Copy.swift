import MailGrammar
import MailKitCore

// Copying out, to the clipboard of the terminal that one sits at.
extension AppState {
    /// What there is to copy where one is, the likeliest first.
    var copyChoices: [String] {
        var below = self
        if case .palette = overlay { below.overlay = nil }
        let subjects: [CopySubject] =
            switch below.overlay {
            case .links, .link: [.link]
            case .failure: [.error]
            case .log: [.log]
            case .parts: [.scp]
            default: CopySubject.allCases
            }
        return subjects.compactMap { subject in
            if below.has(subject) { return subject.rawValue }
            // Of several links one has to be named.
            guard subject == .link, let first = below.reader?.text.links.first else { return nil }
            return "\(subject.rawValue) \(first.number)"
        }
    }

    /// Sends what is named, or the likeliest where nothing is, and tells so.
    mutating func copy(_ argument: String) -> [Effect] {
        let choices = copyChoices
        // Without a word the reader has too much that may be meant.
        if argument.isEmpty, choices.count > 1 {
            let typed = CommandID.copy.name + " "
            overlay = .palette(of: scope, ListPlace(), typed: typed)
            prompt = Prompt(kind: .command, text: typed)
            tell(StatusTexts.needsArgument(CommandID.copy.name, CopyTexts.argument, choices), .refusal)
            return []
        }
        let words = (argument.isEmpty ? choices.first ?? "" : argument).split(separator: " ").map { $0.lowercased() }
        guard let name = words.first, let subject = CopySubject(rawValue: name),
            let found = copied(subject, number: words.count > 1 ? Int(words[1]) ?? 0 : nil)
        else {
            let asked = TerminalText.truncated(words.first ?? "", toWidth: 30)
            tell(CopyTexts.nothing(asked, choices), .failure)
            return []
        }
        let text = subject.isOneLine ? Text(en: Self.line(found.en), de: Self.line(found.de)) : found
        let content = Text(
            en: String(decoding: ClipboardSequence.content(text.en).octets, as: UTF8.self),
            de: String(decoding: ClipboardSequence.content(text.de).octets, as: UTF8.self))
        let isCut = ClipboardSequence.content(text.en).isCut || ClipboardSequence.content(text.de).isCut
        let first = text.en.split(separator: "\n").first.map(String.init) ?? ""
        let shown = text.en == text.de ? TerminalText.truncated(first, toWidth: 40) : subject.rawValue
        tell(CopyTexts.sent(shown, isCut: isCut, way: terminal.clipboard))
        return [.copy(content, by: terminal.clipboard)]
    }

    /// A line end in what is one line would be a command of its own where it is pasted.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Whether a subject has a text. Asked for each row of the palette: a long text is not laid out to answer it.
    private func has(_ subject: CopySubject) -> Bool {
        switch subject {
        case .text: reader?.isLoaded == true && reader?.text.octets != 0
        case .log: !log.lines.isEmpty
        default: copied(subject, number: nil) != nil
        }
    }

    /// The text of a subject; `nil` where there is none.
    private func copied(_ subject: CopySubject, number: Int?) -> Text? {
        let row = reader?.row ?? list.current
        let from = reader?.content?.from.first ?? row?.from.first
        let text: String? =
            switch subject {
            case .link: copiedLink(number)
            case .subject: reader?.subject ?? row?.subject
            case .from: from.map { "\($0.displayName.isEmpty ? "" : "\($0.displayName) ")<\($0.addressSpec)>" }
            case .address: from?.addressSpec
            case .messageID: reader?.content.flatMap { $0.messageID.isEmpty ? nil : "<\($0.messageID)>" }
            case .text: copiedText
            case .log: copiedLog
            case .scp: lastSaved.flatMap { terminal.source?.line($0) }
            case .error: nil
            }
        if subject == .error { return copiedErrors }
        return text.flatMap { $0.isEmpty ? nil : Text(same: $0) }
    }

    /// What the page of failures shows.
    private var copiedErrors: Text? {
        let errors = failureToShow.map { MailErrorText($0).details }
        let end = Text(same: "\n")
        let refused = refusals.all.reversed().map { refusal in
            RefusalTexts.lines(refusal).reduce(RefusalTexts.what(refusal) + end) { $0 + $1 + end }
        }
        let all = (errors.map { [$0] } ?? []) + refused
        return all.first.map { all.dropFirst().reduce($0) { $0 + end + $1 } }
    }

    /// The link of a number, else the one at hand, else the only one.
    private func copiedLink(_ number: Int?) -> String? {
        guard let links = reader?.text.links, !links.isEmpty else { return nil }
        if let number { return links.first { $0.number == number }?.target }
        switch overlay {
        case .links(let place): return links.indices.contains(place.cursor) ? links[place.cursor].target : nil
        case .link(let number, _, _): return links.first { $0.number == number }?.target
        default: return links.count == 1 ? links.first?.target : nil
        }
    }

    /// As much of the text as is here, in the lines in which it is read.
    private var copiedText: String? {
        guard var text = reader?.text, reader?.isLoaded == true else { return nil }
        text.layOut(rows: .max)
        var result = ""
        for line in text.lines {
            guard result.utf8.count <= ClipboardSequence.limit else { break }
            result += line.text + "\n"
        }
        return result
    }

    /// The last of the dialogue: what has just gone wrong stands there.
    private var copiedLog: String? {
        var room = ClipboardSequence.limit
        let lines = log.lines.reversed().prefix { line in
            room -= line.utf8.count + 1
            return room >= 0
        }
        return lines.isEmpty ? nil : lines.reversed().joined(separator: "\n") + "\n"
    }

    /// The path of a saved file, from the root.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : (terminal.folder == "/" ? "" : terminal.folder) + "/" + path
    }
}

extension MailErrorText {
    /// All that is known of it, a line each: to be handed to whoever can help.
    var details: Text {
        lines.dropFirst().reduce(headline + Text(same: "\n")) { $0 + $1 + Text(same: "\n") }
    }
}
