import MailGrammar
import MailKitCore

/// A part that is being fetched whole.
package struct PartWork: Hashable, Sendable {
    package let generation: Generation
    package let id: MessageID
    package let section: String
    /// What the part is called.
    package let name: Text
    /// Where it is to be saved, as it was typed; empty for one that is to be shown.
    package let path: String
    /// Octets that have come, and all of them, as transferred.
    package var received = ByteSize(0)
    package var size: ByteSize
    /// For a program of the desktop, and not for the reader.
    package var isLent = false

    package init(
        generation: Generation, id: MessageID, section: String, name: Text, path: String = "", size: ByteSize
    ) {
        self.generation = generation
        self.id = id
        self.section = section
        self.name = name
        self.path = path
        self.size = size
    }

    /// 0 to 99: what is whole is told in other words.
    package var percent: UInt64 {
        guard size.octets > 0 else { return 0 }
        let (hundredfold, overflow) = min(received.octets, size.octets).multipliedReportingOverflow(by: 100)
        return overflow ? 99 : min(99, hundredfold / size.octets)
    }
}

/// Something that wants a yes before it is done.
package enum Question: Hashable, Sendable {
    /// The part is large, or there is reason to be careful with it.
    case view(section: String)
    /// Files are still being saved, or changes not on the server.
    case quit
    /// Another server is to be logged in to.
    case useServer(host: String)
    /// The server offers only a weaker login than before.
    case weakerLogin(trusted: String, offered: String)
    /// A link is to be opened with a program of the desktop.
    case openLink(OutsideLink)
    /// A part is.
    case lend(section: String)
    /// It has been fetched for that, and turned out to be something to be careful with.
    case openLent(LentPart, MessageWarning)

    /// Messages are to go for good.
    case purge(MessageSet)

    /// A search of this name is to be taken away from among the folders.
    case removeSearch(String)

    /// It is about a part, and has no sense where the parts are not shown.
    var isOfPart: Bool {
        switch self {
        case .view, .lend: true
        default: false
        }
    }
    /// It is about the line as it is now.
    var isOfLine: Bool { if case .weakerLogin = self { true } else { false } }
}
