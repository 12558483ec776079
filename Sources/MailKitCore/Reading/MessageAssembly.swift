import MailGrammar

/// Makes what a reader shows out of a message's header and structure, wherever the message lies: a server's answer and a file
/// go through here.
package struct MessageAssembly: Sendable {
    /// Whom to believe, and who one is.
    package struct Trust: Hashable, Sendable {
        /// Domains of whoever reads; another that looks like one of them is told of.
        package var ownDomains: [String]
        /// Names of the own host in Authentication-Results (RFC 8601, `authserv-id`); none is believed where it is empty.
        package var authenticationHosts: [String]

        package init(ownDomains: [String] = [], authenticationHosts: [String] = []) {
            self.ownDomains = ownDomains
            self.authenticationHosts = authenticationHosts
        }

        /// What a configuration says, for one of its accounts or for none.
        package init(_ configuration: Configuration, account: AccountConfiguration? = nil) {
            ownDomains = configuration.ownDomains(with: account)
            authenticationHosts = configuration.authenticationResultsHosts
        }
    }

    let charsets: any CharsetDecoding
    private let trust: Trust

    package init(charsets: any CharsetDecoding, trust: Trust = Trust()) {
        self.charsets = charsets
        self.trust = trust
    }

    /// Everything but the rest of the text.
    ///
    /// - Parameters:
    ///   - header: the message's own.
    ///   - arrival: the moment that stands in for a missing Date.
    ///   - isInner: the header is that of a message in the message: whoever sent that may have written in it what he liked, also
    ///     what the own host would have found out.
    ///   - textWarnings: those of the whole text; else those of the window are told.
    ///   - inner: files that lie in parts, where those were read.
    ///   - attachmentWarnings: what reading the attachments told; else only their names are looked at.
    package func content(
        id: MessageID, header: RawHeader, tree: PartTree, text: MessageText, arrival: Timestamp? = nil,
        cards: [Card] = [], textWarnings: [MessageWarning]? = nil, attachmentWarnings: [MessageWarning]? = nil,
        inner: [InnerFile] = [], isInner: Bool = false
    ) -> MessageContent {
        let summary = HeaderSummary(header, charsets: charsets)
        let authentication =
            isInner ? nil : AuthenticationSummary(header, trustedHosts: trust.authenticationHosts)
        var warnings = SenderWarnings.of(summary, ownDomains: trust.ownDomains)
        warnings += authentication?.warnings ?? []
        warnings += textWarnings ?? text.warnings
        warnings += attachmentWarnings ?? Self.warningsByName(tree)
        return MessageContent(
            id: id, from: limited(summary.from),
            sender: limited(summary.sender.isEmpty ? summary.from : summary.sender),
            replyTo: limited(summary.replyTo.isEmpty ? summary.from : summary.replyTo), to: limited(summary.to),
            cc: limited(summary.cc), subject: summary.subject, date: summary.date ?? arrival,
            parts: Self.parts(tree) + inner.map(\.summary),
            text: text, warnings: warnings, authentication: authentication, cards: headerCards(header) + cards,
            messageID: summary.messageID)
    }

    /// What the header alone says: whether a list sent it.
    private func headerCards(_ header: RawHeader) -> [Card] {
        ListInformation(header, charsets: charsets).map { [.list($0)] } ?? []
    }

    private func limited(_ addresses: [Address]) -> [Address] { Array(addresses.prefix(RowMaker.addressLimit)) }

    /// Every part that is no multipart, in order.
    static func parts(_ tree: PartTree) -> [PartSummary] {
        let attachments = Set(TextPartChoice(tree).attachments)
        return tree.nodes.enumerated().filter { !$0.element.isMultipart }.map { index, node in
            PartSummary(
                section: node.section, mediaType: "\(node.mediaType)/\(node.subtype)", fileName: node.fileName,
                size: node.size, isAttachment: attachments.contains(index))
        }
    }

    /// What the names and types of the attachments tell before anything of them is read.
    static func warningsByName(_ tree: PartTree) -> [MessageWarning] {
        Array(
            TextPartChoice(tree).attachments.lazy.flatMap { AttachmentFindings.byName(tree.nodes[$0]).warnings }
                .prefix(warningLimit))
    }

    /// Warnings of attachments that are kept.
    static let warningLimit = 200
}
