import MailGrammar

extension ConfigurationOption {
    /// The settings of `[list]`, `[[colour-rule]]` and `[[search]]`.
    static let ofLists: [ConfigurationOption] = [
        ConfigurationOption(
            name: "columns", section: .list, kind: .words(ListColumn.allCases.map(\.rawValue)),
            default: "`flags`, `date`, `fromto`, `subject`, `attachment`",
            summary: "What stands in a line, from left to right."),
        ConfigurationOption(
            name: "sort", section: .list, kind: .order, default: "`\"arrival\"`",
            summary:
                "The order, where the server can sort or all of the mailbox is on this machine, `flags` only there; with `-` in front the"
                + " other way round."),
        ConfigurationOption(
            name: "dates", section: .list, kind: .choice(DateForm.allCases.map(\.rawValue)), default: "`\"relative\"`",
            summary: "How dates are written: as short as the distance allows, or the day."),
        ConfigurationOption(
            name: "preview", section: .list, kind: .truth, default: "`false`",
            summary:
                "Whether the beginning of the text stands below the subject, where the server has it or the message is kept whole."
        ),
        ConfigurationOption(
            name: "group", section: .list, kind: .choice(ListGrouping.allCases.map(\.rawValue)), default: "`\"none\"`",
            summary: "Whether lines such as `Today` and `Last week` stand between the messages."),
        ConfigurationOption(
            name: "threads", section: .list, kind: .truth, default: "`false`",
            summary: "Whether answers stand below what they answer, as soon as all of the mailbox is on this machine."),
        ConfigurationOption(
            name: "name", section: .search, kind: .text, default: nil,
            summary: "What it is called among the folders."),
        ConfigurationOption(
            name: "query", section: .search, kind: .text, default: nil,
            summary: "What it finds, in the language of [searching](search.md)."),
        ConfigurationOption(
            name: "in", section: .search, kind: .text, default: "all accounts",
            summary: "The NAME of an account, for all of its mailboxes, or `NAME/MAILBOX` for one of them."),
        ConfigurationOption(
            name: "below", section: .search, kind: .truth, default: "`false`",
            summary: "Whether the mailboxes in that one are searched, too."),
        ConfigurationOption(
            name: "from", section: .colourRule, kind: .texts, default: "anybody",
            summary: "Words in the name or address of the sender."),
        ConfigurationOption(
            name: "to", section: .colourRule, kind: .texts, default: "anybody",
            summary: "Words in the name or address of a recipient, in To or Cc."),
        ConfigurationOption(
            name: "subject", section: .colourRule, kind: .texts, default: "anything", summary: "Words in the subject."),
        ConfigurationOption(
            name: "list", section: .colourRule, kind: .texts, default: "any or none",
            summary: "Words in the List-Id of a mailing list, which the server is then asked for with every row."),
        ConfigurationOption(
            name: "flag", section: .colourRule, kind: .texts, default: "any",
            summary:
                "`unread`, `read`, `flagged`, `answered`, `forwarded`, `draft`, `deleted`, or a keyword of the server's."
        ),
        ConfigurationOption(
            name: "query", section: .colourRule, kind: .text, default: "any message",
            summary: "What has to find the message, in the language of [searching](search.md)."),
        ConfigurationOption(
            name: "colour", section: .colourRule, kind: .colour, default: "the theme's",
            summary: "The colour of sender and subject, where terminal and theme show colours of messages."),
        ConfigurationOption(
            name: "bold", section: .colourRule, kind: .truth, default: "`false`", summary: "Whether they are bold."),
        ConfigurationOption(
            name: "italic", section: .colourRule, kind: .truth, default: "`false`", summary: "Whether they are slanted."
        ),
        ConfigurationOption(
            name: "underline", section: .colourRule, kind: .truth, default: "`false`",
            summary: "Whether they are underlined."),
    ]
}
