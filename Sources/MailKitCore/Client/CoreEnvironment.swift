import Glibc
import MailGrammar

/// The seams of the core: what it takes from the world, as values, so that a test can pass its own.
package struct CoreEnvironment: Sendable {
    package var resolver: any Resolver = SystemResolver()
    /// `nil` for the network.
    package var connector: (any Connector)?
    /// Milliseconds to wait for a server, by what is being waited for.
    package var patience: @Sendable (IMAPSession.Patience) -> Int = { $0.seconds * 1000 }
    /// Milliseconds to wait before a line is tried again, from the seconds that a person is told.
    package var retryMilliseconds: @Sendable (Int) -> Int = { $0 * 1000 }
    /// Milliseconds for name, TCP and TLS together.
    package var connectMilliseconds = 30_000
    /// Milliseconds from a connection to its login: a server that trickles octets is left, too.
    package var openingMilliseconds = 90_000
    /// Milliseconds after which a line that is only waited on is looked at: the machine may have slept meanwhile.
    package var lookMilliseconds = 4_000
    /// Milliseconds for flags that are on their way when the core is closed.
    package var closingMilliseconds = 2_000
    package var random = RandomSource.system
    package var clock = Clock.system
    package var charsets: any CharsetDecoding
    /// Whom to believe, and who one is.
    package var trust = MessageAssembly.Trust()
    /// Ways to log in, tried in this order.
    package var mechanisms = LoginMechanism.allCases
    /// What a server is told of the program, where it asks (RFC 2971); `nil` for nothing.
    package var identity: ClientIdentity? = ClientIdentity(name: "Rohrpost")
    /// Whether lines are compressed where the server offers it.
    package var compresses = true
    /// Whether an account may have a second line, for work that nobody looks at.
    package var opensBackgroundLines = true
    /// Whether stores are filled over a line of their own, where accounts may have one.
    package var fillsStores = true
    /// Milliseconds without work after which that one goes.
    package var backgroundMilliseconds = 30_000
    /// Milliseconds between two counts of mailboxes that the server does not tell of by itself.
    package var countMilliseconds = 300_000
    /// Milliseconds between two looks of the store at mailboxes of which the server does not tell what has changed.
    package var resyncMilliseconds = 600_000
    /// Milliseconds from one answer to SORT, which names all of so many messages, until it is asked again for news.
    package var sortPause: @Sendable (Int) -> Int = { max(1_000, $0 / 5) }
    /// Files that are read: which programs show which parts.
    package var files: any FileSystem = LocalFileSystem()
    /// Where it is remembered what the servers were like; `nil` for nowhere.
    package var profiles: ProfileFolder?
    /// Where changes are kept until the servers have them; `nil` for nowhere but memory.
    package var journalFolder: String?
    /// Where mailboxes are kept; `nil` for nowhere.
    package var storeFolder: String?
    /// Pages of 4,096 octets that the file of a store may have, for tests of a full disk; `nil` for what the disk has room for.
    package var storePages: Int?
    /// Octets of whole messages that are kept of an account.
    package var bodyLimit = ByteSize(200_000_000)
    /// Octets that are left free on the disk when messages are fetched that nobody has opened.
    package var diskReserve = ByteSize(500_000_000)
    /// How long a program of the person's may take that shows a part.
    package var viewerPatience = ViewerRunner.timeout
    /// The environment of the process, by name.
    package var variable: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    /// Where transcripts go as well; `nil` for nowhere but memory.
    package var logSink: (any AppendableFile)?
    /// Whether its lines name their account; so where there are several.
    package var logNamesAccounts = false

    /// The system's own.
    package init(charsets: any CharsetDecoding = IconvCharsets()) { self.charsets = charsets }
}
