/// The links of a document as they are found.
struct LinkList: Sendable {
    private struct Key: Hashable {
        let target: String
        let claim: String?
    }

    /// The words of the link at hand.
    var words = LinkCaption()
    private var numbers: [Key: Int] = [:]
    private var found: [TextLink] = []

    /// The number of a link: a new one, or that of the same target with the same claim. `nil` where there are too many.
    mutating func number(_ words: String, _ target: LinkTarget, claim: String?) -> Int? {
        let key = Key(target: target.text, claim: claim)
        if let known = numbers[key] { return known }
        guard numbers.count < HTMLRenderer.linkLimit else { return nil }
        let number = numbers.count &+ 1
        numbers[key] = number
        found.append(
            TextLink(
                number: number, text: words, target: String(target.text.unicodeScalars.prefix(Self.targetLimit)),
                claimedHost: claim))
        return number
    }

    /// The links found since the last time.
    mutating func take() -> [TextLink] {
        defer { found.removeAll() }
        return found
    }

    private static let targetLimit = 2000
}

/// The words of a link, collected while they are written; a beginning of them is enough.
struct LinkCaption: Sendable {
    private static let limit = 800
    private static let shownLimit = 200

    var isOn = false
    private var bytes: [UInt8] = []

    mutating func begin() {
        isOn = true
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard isOn, bytes.count < Self.limit else { return }
        bytes.append(contentsOf: text.prefix(Self.limit))
    }

    mutating func addSpace() {
        if isOn, bytes.count < Self.limit, bytes.last != ASCII.space { bytes.append(ASCII.space) }
    }

    /// The words, and the collecting ends.
    mutating func take() -> String {
        isOn = false
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        while text.utf8.first == ASCII.space { text.removeFirst() }
        while text.utf8.last == ASCII.space { text.removeLast() }
        return String(text)
    }

    static func shown(_ words: String) -> String { String(words.unicodeScalars.prefix(shownLimit)) }
}

/// A link whose words are being written.
struct OpenLink: Sendable {
    let target: LinkTarget
}

extension HTMLRenderer {
    mutating func beginLink(_ attributes: HTMLAttributes, _ frame: inout Frame) {
        guard let href = attributes["href"], !frame.isHidden, !frame.isDropped else { return }
        let target = LinkTarget(href)
        switch target.kind {
        case .inside: return
        case .refused: counts.refusedLinks &+= 1
        case .web, .mail, .other:
            if links.words.isOn { return }
            frame.link = OpenLink(target: target)
            frame.styles.insert(.link)
            frame.styles.remove(.underline)
            links.words.begin()
            sawLinkedPicture = false
        }
    }

    /// Puts the number behind the words. A link without any is a picture: its number alone stands for it.
    mutating func endLink(_ frame: Frame) {
        guard let link = frame.link else { return }
        let words = links.words.take()
        if words.isEmpty, !sawLinkedPicture { return }
        sawLinkedPicture = false
        let claim = LinkClaim.host(of: words, leadingTo: link.target)?.name
        guard let number = links.number(LinkCaption.shown(words), link.target, claim: claim) else { return }
        if let draft, !draft.takesText { leaveTable() }
        draft?.characters += 3
        (writer.styles, writer.colour) = (frame.styles, nil)
        writer.putBehind("[\(number)]", joined: !words.isEmpty)
    }
}
