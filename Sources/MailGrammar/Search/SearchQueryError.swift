/// Why a query cannot be read: what, and where.
public struct SearchQueryError: Error, Hashable, Sendable {
    /// The query, as it was given.
    public let query: String
    /// Octets of the query's UTF-8 that are to blame, at character boundaries; empty at its end where something is missing.
    public let blamed: Range<Int>
    /// What is wrong there.
    public let reason: Reason

    /// The mistakes that are told apart. Texts are as they were written.
    public enum Reason: Hashable, Sendable {
        /// There is no such field; the one that it may be a misspelling of.
        case unknownField(String, suggestion: String?)
        /// Nothing stands behind the colon; the field as the language calls it.
        case missingValue(field: String)
        /// A field that takes one of these words, and the word it may be a misspelling of.
        case notOneOf(field: String, value: String, allowed: [String], suggestion: String?)
        /// No day, month or year.
        case badDate(String)
        /// No length of time.
        case badSpan(String)
        case badSize(String)
        /// No name that a keyword can have.
        case badTag(String)
        /// A field before parentheses that does not take words.
        case notForGroups(field: String)
        /// A quotation mark without another.
        case openQuote
        /// A parenthesis that is not closed.
        case openGroup
        /// A parenthesis that closes nothing.
        case closedTooMuch
        /// Nothing stands in the parentheses.
        case emptyGroup
        /// Nothing stands before or behind `OR`, `AND`, `NOT` or `-`.
        case missingOperand(String)
        /// No letter, digit or sign that could be looked for.
        case nothingToFind
        /// A phrase of more words than this.
        case tooManyWords(Int)
        /// More octets than this.
        case tooLong(Int)
        /// More parentheses or negations in one another than this.
        case tooDeep(Int)
        /// More conditions than this.
        case tooManyTerms(Int)
    }

    /// The place and the reason.
    public init(query: String, blamed: Range<Int>, reason: Reason) {
        self.query = query
        self.blamed = blamed
        self.reason = reason
    }
}
