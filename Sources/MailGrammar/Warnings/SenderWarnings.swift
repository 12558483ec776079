/// What of a message's header should make its reader look twice.
///
/// Calm on purpose: a warning that comes with every newsletter is not read when it matters. Related domains, mailing
/// lists and answers to oneself give none.
public enum SenderWarnings {
    /// Known domains that are compared with; own ones come first.
    public static let knownLimit = 2000
    /// Addresses of a field that are looked at, and warnings of one kind.
    static let addressLimit = 20
    static let repeatLimit = 3

    /// The warnings in the order of their weight.
    ///
    /// - Parameters:
    ///   - ownDomains: domains of whoever reads: `lindner.example`.
    ///   - contacts: people who are known, from an address book or from mails that were sent.
    public static func of(_ header: HeaderSummary, ownDomains: [String], contacts: [Address] = []) -> [MessageWarning] {
        let known = KnownDomains(own: ownDomains, contacts: contacts.lazy.map(\.domain))
        let from = header.from.prefix(addressLimit)
        let others = (header.sender + header.replyTo).prefix(addressLimit)
        var result = severalSenders(header)
        result += domains(from + others, known)
        result += names(from)
        result += elsewhere(header, known)
        return result
    }

    /// RFC 5322, section 3.6.2: one From, and a Sender where it holds several people.
    private static func severalSenders(_ header: HeaderSummary) -> [MessageWarning] {
        var mailboxes: [String] = []
        for address in header.from.prefix(addressLimit) {
            let name = address.addressSpec.lowercased()
            if !mailboxes.contains(name) { mailboxes.append(name) }
        }
        let named = Array(mailboxes.prefix(repeatLimit))
        if header.fromFieldCount > 1 {
            return [MessageWarning(.severalFrom, ["\(header.fromFieldCount)"] + named)]
        }
        guard mailboxes.count > 1, header.sender.isEmpty else { return [] }
        return [MessageWarning(.severalFrom, ["\(mailboxes.count)"] + named)]
    }

    private static func domains(_ addresses: ArraySlice<Address>, _ known: KnownDomains) -> [MessageWarning] {
        var seen: Set<DomainName> = []
        var lookalikes: [MessageWarning] = []
        var mixed: [MessageWarning] = []
        for address in addresses {
            guard let domain = DomainName(address.domain), seen.insert(domain).inserted else { continue }
            if let model = known.model(of: domain, written: address.domain) {
                lookalikes.append(MessageWarning(.lookalikeDomain, [domain.text, model.text]))
            }
            if !known.has(domain), domain.labels.contains(where: { !ScriptSet.isUsual($0) }) {
                mixed.append(MessageWarning(.mixedScripts, [domain.text]))
            }
        }
        return Array(lookalikes.prefix(repeatLimit) + mixed.prefix(repeatLimit))
    }

    private static func names(_ addresses: ArraySlice<Address>) -> [MessageWarning] {
        let found = addresses.lazy.compactMap { address -> MessageWarning? in
            guard let claim = SenderNameClaim.find(in: address) else { return nil }
            return MessageWarning(.nameHoldsAddress, [claim, address.addressSpec])
        }
        return Array(found.prefix(repeatLimit))
    }

    private static func elsewhere(_ header: HeaderSummary, _ known: KnownDomains) -> [MessageWarning] {
        let from = header.from.prefix(addressLimit).compactMap { DomainName($0.domain) }
        guard !from.isEmpty else { return [] }
        let list = MailingList(header)
        func isElsewhere(_ address: Address) -> Bool {
            guard let domain = DomainName(address.domain) else { return false }
            return !from.contains { $0.isRelated(to: domain) } && !(list?.isPart(address, domain) ?? false)
        }
        var result: [MessageWarning] = []
        // Old lists have no List-Id, but their domain is among those that were written to.
        let addressed = (header.to + header.cc).prefix(addressLimit).compactMap { DomainName($0.domain) }
        let sender = header.sender.prefix(addressLimit).first { address in
            isElsewhere(address)
                && !(DomainName(address.domain).map { domain in addressed.contains { $0.isRelated(to: domain) } }
                    ?? false)
        }
        if let sender {
            result.append(MessageWarning(.senderElsewhere, [sender.addressSpec]))
        }
        // An answer to oneself, as from a form on one's own pages, goes astray nowhere.
        // A list that sends in its own name has its answers go to whoever wrote.
        let isFromList = header.from.prefix(addressLimit).contains { address in
            DomainName(address.domain).map { list?.isPart(address, $0) ?? false } ?? false
        }
        let answer =
            isFromList
            ? nil
            : header.replyTo.prefix(addressLimit).first { address in
                isElsewhere(address) && !(DomainName(address.domain).map(known.isOwn) ?? false)
            }
        if let answer { result.append(MessageWarning(.replyToElsewhere, [answer.addressSpec])) }
        return result
    }
}

/// The list that a message says it came by.
private struct MailingList {
    private let id: String
    private let domain: DomainName
    /// Somebody of the list's domain is among those the message is sent to.
    private let isAddressed: Bool

    init?(_ header: HeaderSummary) {
        guard let id = header.listID, let domain = DomainName(id) else { return nil }
        self.id = id
        self.domain = domain
        isAddressed = (header.to + header.cc).prefix(100).contains { address in
            DomainName(address.domain).map { $0.isRelated(to: domain) } ?? false
        }
    }

    /// `dev.lists.example.org` is the list of `dev@lists.example.org`; else the message went to somebody there.
    func isPart(_ address: Address, _ domain: DomainName) -> Bool {
        if "\(address.localPart).\(address.domain)".lowercased() == id { return true }
        return isAddressed && domain.isRelated(to: self.domain)
    }
}
