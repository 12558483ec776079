/// An appointment or a task that came by mail. Source: RFC 5545 (iCalendar), RFC 5546 (iTIP).
public struct Invitation: Hashable, Sendable {
    /// Attendees of whom more than the number is kept.
    public static let attendeeLimit = 20

    /// What the sender wants with it: iTIP's methods (RFC 5546, section 1.4).
    public enum Method: String, Hashable, Sendable {
        case publish = "PUBLISH"
        case request = "REQUEST"
        case reply = "REPLY"
        case add = "ADD"
        case cancel = "CANCEL"
        case refresh = "REFRESH"
        case counter = "COUNTER"
        case declineCounter = "DECLINECOUNTER"
    }

    /// What it is.
    public enum Kind: Hashable, Sendable {
        case appointment, task
    }

    /// Somebody who organises or takes part.
    public struct Person: Hashable, Sendable {
        /// What a person said: `PARTSTAT` (RFC 5545, section 3.2.12).
        public enum Answer: Hashable, Sendable {
            case none, accepted, declined, tentative, delegated
        }

        /// Empty where there is none.
        public let name: String
        /// Empty where it is no mail address.
        public let address: String
        /// `none` for an organiser.
        public let answer: Answer

        /// The values of one person.
        public init(name: String, address: String, answer: Answer = .none) {
            self.name = name
            self.address = address
            self.answer = answer
        }
    }

    /// `publish` where none is given.
    public internal(set) var method = Method.publish
    /// Appointment or task.
    public internal(set) var kind = Kind.appointment
    /// It does not take place: by its method or by its status.
    public internal(set) var isCancelled = false
    /// One line of at most 300 characters; so are the other texts.
    public internal(set) var summary = ""
    /// Where it is.
    public internal(set) var location = ""
    /// What somebody wrote to an answer.
    public internal(set) var comment = ""
    /// Who invites; nil where nobody is named.
    public internal(set) var organiser: Person?
    /// The first ones.
    public internal(set) var attendees: [Person] = []
    /// All of them.
    public internal(set) var attendeeCount = 0
    /// When it begins.
    public internal(set) var start: CalendarTime?
    /// The first moment behind it; for whole days the day after the last. For a task when it is due.
    public internal(set) var end: CalendarTime?
    /// How it comes again; nil for once.
    public internal(set) var recurrence: Recurrence?
    /// Which one of those that come again it is about; nil for all of them.
    public internal(set) var occurrence: CalendarTime?
    /// Grows with each change.
    public internal(set) var sequence = 0
    /// The same in every message about it.
    public internal(set) var uid = ""
    /// Further appointments in the same calendar.
    public internal(set) var others = 0

    init() {}
}
