import Glibc
import MailGrammar

/// A part on its way from the server into a file, a window at a time: no more than one is held, but for a file in a
/// `winmail.dat`, which has to be there as a whole.
///
/// It survives the connection: what was under way when the line went is asked for again on the next one.
@NetActor
final class PartTransfer {
    /// What becomes of the part.
    enum Purpose {
        /// It is kept under the name that it was begun for.
        case save
        /// A program of the person's makes a text of it; without one it is an archive that is listed, or a text.
        case view
    }

    /// Where it goes.
    struct Target: Sendable {
        /// `nil` for what is only looked through.
        var file: (any AppendableFile)?
        /// The programs that may show it.
        var viewers: ViewerRunner?
        /// One made for the file, to go with it where nothing comes of it.
        var folder: String?
    }

    let id: MessageID
    /// Where the message lies.
    let path: MailboxPath
    /// What is fetched.
    let node: PartNode
    /// What is wanted of it: the part itself, or a file in it.
    let wanted: PartNode
    let generation: Generation
    let purpose: Purpose
    private(set) var file: (any AppendableFile)?
    private(set) var viewers: ViewerRunner?
    private var folder: String?
    /// What is being done with what has come.
    var work: Task<Void, Never>?
    /// The program that makes a text of it.
    var viewing: Task<MailEvent, Never>?
    private let charsets: any CharsetDecoding
    private var intake: PartIntake?

    /// Octets that have come, as transferred.
    private(set) var received: UInt64 = 0
    /// Octets that the file has.
    private(set) var written: UInt64 = 0
    /// The window that is asked for, and when it was.
    private(set) var window: Range<UInt32> = 0..<0
    private(set) var askedAt = Duration.zero
    /// The line went while a window was asked for.
    private(set) var isParked = false
    /// How often it did since the last window.
    private var losses = 0
    /// A part that takes the line down so often does it every time.
    private static let lossLimit = 3

    init(
        id: MessageID, path: MailboxPath, node: PartNode, wanted: PartNode, generation: Generation, purpose: Purpose,
        charsets: any CharsetDecoding
    ) {
        self.id = id
        self.path = path
        self.node = node
        self.wanted = wanted
        self.charsets = charsets
        self.generation = generation
        self.purpose = purpose
    }

    /// Octets, as transferred, that were promised and have not come.
    var missing: UInt64 { node.size.octets > received ? node.size.octets - received : 0 }

    func take(_ target: Target) {
        file = target.file
        viewers = target.viewers
        folder = target.folder
    }

    /// The next window; `nil` where it would begin behind the 4 GB that a window can name (RFC 9051: 32 bits).
    func next(_ octets: UInt32, at moment: Duration) -> Range<UInt32>? {
        guard let start = UInt32(exactly: received) else { return nil }
        let (end, overflow) = start.addingReportingOverflow(octets)
        guard !overflow else { return nil }
        window = start..<end
        askedAt = moment
        return window
    }

    /// Takes a window. True where it was the last one.
    func take(_ octets: [UInt8]) async throws(FileError) -> Bool {
        // What a server gives beyond the window comes again with the next one.
        let octets = octets.count > window.count ? Array(octets[..<window.count]) : octets
        received += UInt64(octets.count)
        losses = 0
        // A short answer is the end where no more was promised; else the rest is asked for, until nothing comes.
        let isLast = octets.isEmpty || octets.count < window.count && received >= node.size.octets
        let decoded = await reader().take(octets, isLast: isLast)
        written += UInt64(decoded.count)
        guard let file else { return isLast }
        if let error = await Blocking.run({ file.appending(decoded) }) { throw error }
        return isLast
    }

    /// What the part turned out to be.
    func findings() async -> AttachmentFindings { await reader().finish(isWhole: missing == 0) }

    /// The beginning of it, where it is a text.
    func text() async -> MessageText? { await reader().text() }

    /// Waits for the next line; false where that has been tried often enough.
    func park() -> Bool {
        losses += 1
        isParked = losses < Self.lossLimit
        return isParked
    }

    func unpark() { isParked = false }

    /// Ends the program that shows it, waits for what is under way, and lets go of the file where that may take its time. Not
    /// to be called from its own work.
    func abandon() async {
        viewing?.cancel()
        await work?.value
        _ = await viewing?.value
        let (last, made) = (file, folder)
        file = nil
        await Blocking.run {
            (last as? ViewerFile)?.remove()
            (last as? NewFile)?.discard()
            // Only an empty one goes.
            if let made { rmdir(made) }
        }
    }

    private func reader() async -> PartIntake {
        if let intake { return intake }
        let new = await PartIntake(node: node, file: wanted, charsets: charsets)
        intake = new
        return new
    }
}
