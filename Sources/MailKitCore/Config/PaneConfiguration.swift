/// What the file says of panes.
public struct PaneConfiguration: Hashable, Sendable {
    /// How list and message share the screen.
    public var arrangement = Arrangement.auto
    /// Whether the folders stand beside them.
    public var folderTree = PaneSwitch.auto

    /// By the room there is.
    public init() {}
}

/// How list and reader share the screen.
public enum Arrangement: String, Hashable, Sendable, CaseIterable {
    /// By the room there is.
    case auto
    /// One after the other.
    case one
    /// The list over the reader.
    case over
    /// The list beside it.
    case beside
}

/// Whether a pane is shown.
public enum PaneSwitch: String, Hashable, Sendable, CaseIterable {
    case on, off
    /// By the room there is.
    case auto
}
