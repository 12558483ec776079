/// What of something a quota root limits. Source: RFC 9208, section 5.
package enum QuotaResource: String, CaseIterable, Sendable {
    /// Units of 1,024 octets.
    case storage = "STORAGE"
    case message = "MESSAGE"
    case mailbox = "MAILBOX"
    /// Units of 1,024 octets.
    case annotationStorage = "ANNOTATION-STORAGE"
}

/// One limit of SETQUOTA.
package struct QuotaLimit: Hashable, Sendable {
    package var resource: QuotaResource
    package var limit: UInt64
    package init(_ resource: QuotaResource, _ limit: UInt64) {
        self.resource = resource
        self.limit = limit
    }
}

/// A right on a mailbox, a letter. Source: RFC 4314, section 2.1.
package enum MailboxRight: Character, CaseIterable, Sendable {
    case lookup = "l"
    case read = "r"
    case keepSeen = "s"
    case write = "w"
    case insert = "i"
    case post = "p"
    case createMailboxes = "k"
    case deleteMailbox = "x"
    case deleteMessages = "t"
    case expunge = "e"
    case administer = "a"
}

/// What SETACL does to the rights of an identifier. Source: RFC 4314, section 3.1.
package struct RightsChange: Sendable {
    package enum Action: Sendable { case replace, add, remove }
    package var action: Action
    /// None, with `replace`, is an entry without rights.
    package var rights: [MailboxRight]
    package init(_ action: Action, _ rights: [MailboxRight]) {
        self.action = action
        self.rights = rights
    }
}

/// What GETMETADATA asks for. Source: RFC 5464, section 4.2.
package struct MetadataRequest: Sendable {
    /// How far below the entries it looks.
    package enum Depth: String, Sendable {
        case entry = "0"
        case children = "1"
        case all = "infinity"
    }
    /// `/private/comment`, `/shared/comment`; at least one.
    package var entries: [String]
    /// Longer values are left out, and a response code says so.
    package var maxSize: UInt32?
    package var depth: Depth?

    package init(_ entries: [String], maxSize: UInt32? = nil, depth: Depth? = nil) {
        self.entries = entries
        self.maxSize = maxSize
        self.depth = depth
    }
}

/// One entry of SETMETADATA.
package struct MetadataEntry: Hashable, Sendable {
    package var name: String
    /// Octets of any kind; `nil` takes the entry away.
    package var value: [UInt8]?
    package init(_ name: String, _ value: [UInt8]?) {
        self.name = name
        self.value = value
    }
}

/// How messages become threads. Source: RFC 5256; REFS is a draft that Cyrus and Dovecot follow.
package enum ThreadAlgorithm: String, CaseIterable, Sendable {
    case orderedSubject = "ORDEREDSUBJECT"
    case references = "REFERENCES"
    case refs = "REFS"
}
