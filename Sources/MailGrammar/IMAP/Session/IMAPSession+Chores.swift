/// What nobody waits for: it goes out in the first quiet moment, behind the first page.
extension IMAPSession {
    /// How far COMPRESS has come. It is tried once a connection.
    enum Compression: Hashable, Sendable {
        case untried
        /// Sent; nothing else may be said before its answer, for nobody could tell whether it is compressed.
        case asked
        case on
        /// The server offers it and does not do it; the line stays as it is.
        case refused
    }

    /// Whether anything waits for a quiet moment.
    var hasChores: Bool { canCompress || !hasListed || wantsIdentity || wantsNotify }

    private var canCompress: Bool {
        configuration.compresses && compression == .untried && capabilities.has("COMPRESS=DEFLATE")
    }

    /// COMPRESS goes first and alone, so that the rest is compressed; that goes when it has been answered.
    mutating func startChores() {
        choresAreDue = true
        guard canCompress else { return }
        compression = .asked
        send(.compressDeflate, as: .compress)
    }

    mutating func sendChores() {
        choresAreDue = false
        endIdle()
        listMailboxes()
        identify()
        askForNotifications()
    }

    /// Source: RFC 4978, section 3. Nothing of a login comes here any more, so that no compressed length tells of a password.
    mutating func compressAnswered(_ condition: StatusCondition) {
        guard condition == .ok else {
            compression = .refused
            return
        }
        compression = .on
        act(.startCompression(framer.takeBufferedBytes()))
    }
}
