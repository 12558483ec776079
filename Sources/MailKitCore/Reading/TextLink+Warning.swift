import MailGrammar

extension TextLink {
    /// Where the words name another host than the link leads to.
    package var warning: MessageWarning? {
        claimedHost.map { MessageWarning(.linkElsewhere, ["\(number)", $0, toldHost]) }
    }
}
