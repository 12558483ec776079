/// What the program is called: every text that names the product takes it from here.
public struct Brand: Hashable, Sendable {
    /// At the left of the first line, and in the window's title.
    public let title: String

    /// Any name; a host may give its own.
    public init(title: String) { self.title = title }

    /// The program under its own name.
    public static let rohrpost = Brand(title: "Rohrpost")
}
