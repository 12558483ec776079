/// What a rendered HTML text left out, so that a person can be told.
public struct HTMLCounts: Hashable, Sendable {
    /// Pictures without a description, those inside the HTML itself among them.
    public var images = 0
    /// Pictures that only report that the mail was opened: a dot, or hidden.
    public var trackers = 0
    /// Runs of text that a mail program would hide.
    public var hiddenTexts = 0
    /// Characters of them, white space left out.
    public var hiddenCharacters = 0
    /// Links that are none: a script, a file of this machine, data.
    public var refusedLinks = 0

    /// Nothing was left out.
    public init() {}
}
