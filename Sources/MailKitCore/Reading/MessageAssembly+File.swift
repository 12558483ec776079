import Glibc
import MailGrammar

/// Messages in files.
extension MessageAssembly {
    /// The name of a message that lies in no mailbox.
    private static let nowhere: MessageID? = {
        guard let validity = UIDValidity(1), let uid = UID(1) else { return nil }
        return MessageID(account: AccountID(""), mailbox: MailboxID(0), uidValidity: validity, uid: uid)
    }()

    /// The whole of a message, its attachments looked through, beside the window of its text.
    ///
    /// - Parameters:
    ///   - inner: the files in its parts, as ``FileMessage/innerFiles(charsets:)`` gives them.
    ///   - textWarnings: those of the whole text; else those of the window.
    ///   - section: the part that is shown; of a message in the message the header is taken.
    ///   - isCut: the text was longer than is shown.
    package func content(
        of file: FileMessage, inner: [InnerFile], text: MessageText, textWarnings: [MessageWarning]? = nil,
        isCut: Bool = false, section: String? = nil
    ) throws(FileError) -> MessageContent {
        guard let id = Self.nowhere else { throw FileError(path: "", code: EINVAL) }
        let message = file.message
        var warnings = try file.attachmentWarnings()
        // Those of files in the text come with the text.
        warnings += inner.lazy.filter { message.tree.nodes[$0.part].mediaType != "text" }.flatMap(\.warnings)
            .prefix(Self.warningLimit)
        warnings += Self.structureWarnings(message, textIsCut: isCut)
        let header = try section.flatMap { section throws(FileError) in try file.header(ofMessage: section) }
        return content(
            id: id, header: header ?? message.header, tree: message.tree, text: text,
            cards: try file.cards(charsets: charsets),
            textWarnings: textWarnings, attachmentWarnings: warnings, inner: inner,
            isInner: header != nil)
    }

    /// What was too much to be read.
    private static func structureWarnings(_ message: MIMEMessage, textIsCut: Bool) -> [MessageWarning] {
        var limits: [String] = []
        func note(_ limit: String) { if !limits.contains(limit) { limits.append(limit) } }
        for defect in message.defects {
            switch defect {
            case .tooDeep: note("depth")
            case .tooManyParts: note("parts")
            case .headerTooLong: note("header")
            case .noClosingDelimiter, .noBoundary, .missingEmptyLine: break
            }
        }
        if message.header.omitted > 0 { note("header") }
        if textIsCut { note("text") }
        return limits.map { MessageWarning(.cut, [$0]) }
    }
}

extension FileMessage {
    /// What the names and the contents of the attachments tell, each read to its end once.
    func attachmentWarnings() throws(FileError) -> [MessageWarning] {
        var warnings: [MessageWarning] = []
        for index in DetailParts.inspected(message.tree) {
            guard warnings.count < MessageAssembly.warningLimit else { break }
            var inspection = AttachmentInspection(node: message.tree.nodes[index])
            try decode(index) { window in
                inspection.push(window[...])
                return true
            }
            warnings += inspection.finish().warnings
        }
        return Array(warnings.prefix(MessageAssembly.warningLimit))
    }
}
