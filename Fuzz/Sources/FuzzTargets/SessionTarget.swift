import MailGrammar

extension FuzzTarget {
    /// A server that says anything at all to a session that wants to log in, open a mailbox and read in it.
    ///
    /// The first byte chooses the circumstances; in the stream, byte 1 lets a deadline pass, 2 asks for a page, 3 for a message,
    /// 4 stores a flag, 5 opens another mailbox, 6 gives the key that SCRAM waits for or asks for the mailboxes, 7 puts TLS on or
    /// selects nothing any more. However it goes: what is
    /// sent are whole lines, the password stands only where it is marked as a secret, every request is answered at most once
    /// and is answered at the end, and nothing is sent after the end.
    static let session = FuzzTarget(
        name: "session", seeds: sessionSeeds.map { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } },
        words: sessionWords
    ) { input in
        var run = SessionRun(circumstances: input.first ?? 0)
        return run.play(input.dropFirst())
    }

    private static let sessionWords = [
        "\r\n", "* ", "A1 OK x\r\n", "A2 OK x\r\n", "A3 OK x\r\n", "A4 OK [READ-WRITE] x\r\n", "A5 OK x\r\n",
        "A6 OK x\r\n", "A7 OK x\r\n", "A8 NO x\r\n", "+ \r\n", "+ cj1ub25jZVgscz1jMkZzZEE9PSxpPTQwOTY=\r\n",
        "* 5 EXISTS\r\n", "* 2 EXPUNGE\r\n", "* 1 FETCH (UID 3 FLAGS (\\Seen))\r\n", "* OK [UIDVALIDITY 7] x\r\n",
        "* BYE x\r\n", "* PREAUTH x\r\n", "BODY[1]<0> {70000}\r\n", "* ESEARCH (TAG \"A5\") UID COUNT 4\r\n",
        "[CAPABILITY IMAP4rev1 SASL-IR IDLE ESEARCH AUTH=PLAIN AUTH=SCRAM-SHA-256]",
        "AUTH=SCRAM-SHA-256-PLUS", " COMPRESS=DEFLATE", " LIST-EXTENDED LIST-STATUS SPECIAL-USE NAMESPACE",
        " CONDSTORE", " NOTIFY",
        " ID", " XLIST", "* LSUB () \"/\" a\r\n", "* STATUS a (MESSAGES 1)\r\n",
        "* NAMESPACE ((\"a.\" \".\")) NIL NIL\r\n",
        "* VANISHED (EARLIER) 1:9\r\n", "* VANISHED 3\r\n", "* LIST (\\Noselect) \"/\" a/b/c\r\n",
        "\u{1}", "\u{2}", "\u{3}", "\u{4}", "\u{5}", "\u{6}", "\u{7}",
    ]

    private static let opening =
        "* OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH AUTH=PLAIN] Dovecot ready.\r\nA1 OK in\r\n"
        + "* CAPABILITY IMAP4rev1 IDLE ESEARCH\r\nA2 OK x\r\n* 5 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n"
        + "A3 OK [READ-WRITE] x\r\n* 4 FETCH (UID 9 FLAGS () ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
        + "BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 1))\r\nA4 OK x\r\n"
        + "* ESEARCH (TAG \"A5\") UID COUNT 2\r\nA5 OK x\r\n* LIST () \"/\" INBOX\r\nA6 OK x\r\n+ idling\r\n"

    /// One octet a character, for the first of them has all its bits.
    private static let sessionSeeds = [
        "\u{0}" + opening + "\u{2}A7 OK x\r\n* 1 FETCH (UID 3 FLAGS ())\r\nA8 OK x\r\n\u{1}+ idling\r\n* 6 EXISTS\r\n",
        "\u{0}" + opening + "\u{3}A7 OK x\r\n* 4 FETCH (UID 9 BODY[1]<0> {5}\r\nhello)\r\nA8 OK x\r\n\u{4}A9 OK x\r\n",
        "\u{0}" + opening + "\u{5}A7 OK x\r\n* 2 EXISTS\r\nA8 OK x\r\n\u{1}\u{1}\u{1}",
        "\u{1}* OK [CAPABILITY IMAP4rev1 STARTTLS] x\r\nA1 OK go\r\n\u{7}* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA2 OK x\r\n+ \r\nA3 OK x\r\n",
        "\u{2}* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] Dovecot ready.\r\n"
            + "+ cj1ub25jZVgscz1jMkZzZEE9PSxpPTQwOTY=\r\n\u{6}+ dj1BQQ==\r\nA1 OK x\r\n",
        "\u{2}* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] x\r\nA1 NO x\r\nA2 NO x\r\n",
        "\u{20}"
            + opening.replacing("A4 OK x\r\n* ESEARCH", with: "* 5 FETCH (UID 10 ENVELOPE NIL)\r\nA4 OK x\r\n* ESEARCH"),
        "\u{80}* PREAUTH [CAPABILITY ENABLE QRESYNC CONDSTORE ESEARCH] x\r\n* ENABLED QRESYNC\r\nA1 OK x\r\n"
            + "* 5 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\nA2 OK x\r\n\u{2}* ESEARCH (TAG \"A3\") UID ALL 3:9\r\nA3 OK x\r\n",
        "\u{A2}* OK\r\nA1 OK\r\nA2 OK\r\nA3 OK\r\n",
        "\u{60}* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] x\r\nA1 NO x\r\n",
        "\u{4}* OK x\r\n* CAPABILITY IMAP4rev1\r\nA1 OK x\r\nA2 OK x\r\n* BYE x\r\n",
    ]
}

/// One session and what became of it.
private struct SessionRun {
    private static let password = Array("canary".utf8)

    private struct Password: SecretBytes {
        func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { SessionRun.password.withUnsafeBytes(body) }
    }

    private var session: IMAPSession
    /// The first mailbox is opened without a page.
    private let isSynced: Bool
    private var asked: UInt64 = 0
    /// Open requests; a SELECT is answered twice, by `selected` and by `page`.
    private var open: Set<UInt64> = []
    private var wantsTLS = false
    private var wantsKey = false
    private var isClosed = false
    /// What came behind the OK of COMPRESS.
    private var behind: [UInt8] = []
    private var broken: String?

    init(circumstances: UInt8) {
        var configuration = IMAPSession.Configuration(
            user: "anna", needsStartTLS: circumstances & 1 != 0,
            pipelinesBehindLogin: circumstances & 4 != 0 ? circumstances & 8 != 0 : nil, nonce: Array("nonce".utf8),
            scramPrimitives: { _ in
                SCRAMPrimitives(
                    hmac: { key, message in [(key + message).reduce(7) { $0 &* 31 &+ $1 }] },
                    hash: { [$0.reduce(1) { $0 &* 17 &+ $1 }] })
            })
        configuration.limits.response = 200_000
        if circumstances & 2 == 0 { configuration.mechanisms = [.plain, .login] }
        if circumstances & 32 != 0 {
            configuration.profile = ServerProfile(
                capabilities: IMAPCapabilities(["IMAP4REV1", "SASL-IR", "AUTH=PLAIN"]), mechanism: .plain,
                pipelinesBehindLogin: true)
        }
        isSynced = circumstances & 128 != 0
        configuration.vanishes = circumstances & 128 != 0
        if circumstances & 64 != 0 { configuration.trustedMechanism = .scramSHA256 }
        session = IMAPSession(configuration: configuration, secret: Password())
        if circumstances & 16 != 0 { session.bind(to: ChannelBinding(.tlsExporter, [1, 2, 3])) }
        var newest: ClosedRange<UID>?
        if circumstances & 32 != 0, let first = UID(3), let last = UID(90) { newest = first...last }
        ask(.select(.inbox, firstPage: configuration.vanishes ? 0 : 2, newest: newest))
        session.opened()
        collect()
    }

    mutating func play(_ stream: ArraySlice<UInt8>) -> String? {
        for piece in stream.split(maxSplits: 400, omittingEmptySubsequences: true, whereSeparator: { $0 < 8 }) {
            if piece.startIndex > stream.startIndex { command(stream[piece.startIndex - 1]) }
            Array(piece).withUnsafeBytes { session.receive($0) }
            collect()
            if let broken { return broken }
        }
        if let last = stream.last, last < 8 { command(last) }
        session.end()
        collect()
        if broken == nil, !open.isEmpty { return "a request was never answered" }
        return broken
    }

    private mutating func command(_ byte: UInt8) {
        switch byte {
        case 1: session.deadlinePassed()
        case 2 where asked % 5 == 1: ask(.sort(ListOrder(.size)))
        case 2 where asked % 5 == 2: if let uid = UID(9) { ask(.rows(UIDSet(uid))) }
        case 2 where asked % 5 == 3: if let uid = UID(9) { ask(.previews(UIDSet(uid))) }
        case 2 where asked % 10 == 9: if let uid = UID(9) { ask(.bodies(UIDSet(uid))) }
        case 2 where asked % 5 == 4: askForStore()
        case 2: ask(.page(2...3))
        case 3: if let uid = UID(9) { ask(.message(uid, section: "1", window: 0..<80_000)) }
        case 4 where asked % 4 != 0: askToTransfer()
        case 4: if let uid = UID(9) { ask(.store(UIDSet(uid), add: [.seen], remove: [.flagged])) }
        case 5 where asked % 3 == 0: session.probe()
        case 5: if let path = MailboxPath("Entwürfe\"\\") { ask(.select(path, firstPage: 1)) }
        case 6 where wantsKey:
            wantsKey = false
            session.saltedPasswordDerived([1, 2, 3])
        case 6: ask(.mailboxes)
        case 7 where wantsTLS:
            wantsTLS = false
            session.tlsEstablished()
        case 7: ask(.unselect)
        default: break
        }
        collect()
    }

    private mutating func askToTransfer() {
        guard let first = UID(3), let last = UID(90), let path = MailboxPath("Alt") else { return }
        switch asked % 4 {
        case 1: ask(.move(UIDSet(first...last), to: path))
        case 2: ask(.copy(UIDSet(first...last), to: path))
        default: ask(.expunge(UIDSet(first...last)))
        }
    }

    private mutating func askForStore() {
        guard let first = UID(3), let last = UID(90) else { return }
        switch asked % 4 {
        case 0: ask(.sync(.headers(UIDSet(first...last))))
        case 1: ask(.sync(.uids(first...last)))
        case 2: ask(.sync(.count(first...last)))
        default: ask(.sync(.flags(first...last, since: nil)))
        }
    }

    private mutating func ask(_ request: SessionRequest) {
        asked += 1
        open.insert(asked)
        session.request(request, id: SessionRequestID(asked))
        collect()
    }

    private mutating func collect() {
        defer {
            let bytes = behind
            behind = []
            if !bytes.isEmpty {
                bytes.withUnsafeBytes { session.receive($0) }
                collect()
            }
        }
        for action in session.takeActions() {
            switch action {
            case .send(let bytes, let secrets): check(bytes, secrets)
            case .startTLS: wantsTLS = true
            // As if nothing became smaller.
            case .startCompression(let bytes): behind += bytes
            case .deriveKey: wantsKey = true
            case .event(let event): check(event)
            case .close:
                if isClosed { broken = "closed twice" }
                isClosed = true
            }
        }
    }

    private mutating func check(_ bytes: [UInt8], _ secrets: [Range<Int>]) {
        if isClosed { broken = "sent after the end" }
        if !bytes.suffix(2).elementsEqual([13, 10]) { broken = "sent half a line" }
        var shown = bytes
        for range in secrets {
            guard range.clamped(to: bytes.indices) == range else {
                broken = "a secret out of bounds"
                return
            }
            for index in range { shown[index] = 0x2A }
        }
        for secret in [Self.password, Base64.encode([0] + Array("anna".utf8) + [0] + Self.password)]
        where shown.contains(secret) {
            broken = "the password is sent unmarked"
        }
    }

    private mutating func check(_ event: SessionEvent) {
        switch event {
        case .selected(let id, let selected):
            if !open.contains(id.rawValue) { broken = "selected what was not asked for" }
            if selected.count == 0 || isSynced && id.rawValue == 1 { open.remove(id.rawValue) }
        case .page(let id, _), .fetched(let id, _), .sorted(let id, _), .found(let id, _), .previews(let id, _),
            .done(let id),
            .synced(let id, .uids), .synced(let id, .count),
            .failed(let id, _):
            if open.remove(id.rawValue) == nil { broken = "answered twice, or not asked for" }
        case .transferred(let id, let uids, let told):
            if !open.contains(id.rawValue) { broken = "transferred what was not asked for" }
            if let told, !told.sources.subtracting(uids).isEmpty { broken = "others were transferred" }
        case .authenticated, .mailboxes, .status, .synced, .body, .vanished, .modSequence, .serverIdentity, .unseen,
            .count,
            .expunged,
            .flags, .alert:
            break
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        guard count >= other.count, !other.isEmpty else { return false }
        return (0...(count - other.count)).contains { self[$0..<$0 + other.count].elementsEqual(other) }
    }
}
