/// What is said of threads.
enum ThreadTexts {
    /// How many messages a folded thread has, and how many of them are unread.
    static func hidden(messages: Int, unread: Int) -> Text {
        unread > 0
            ? Text(en: "\(messages), \(unread) new", de: "\(messages), \(unread) neu") : Text(same: "\(messages)")
    }
}
