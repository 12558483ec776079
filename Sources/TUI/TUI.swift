import MailKitCore

/// Stands until the front end does.
public enum TUI {
    public static let name = "rohrpost"
}
