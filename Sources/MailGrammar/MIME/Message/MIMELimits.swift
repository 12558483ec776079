/// How much of a message is kept and how far its structure is followed.
///
/// What goes beyond is passed over and told of by a ``MIMEMessage/Defect``: no message is refused, and none takes more memory
/// or more than linear time.
public struct MIMELimits: Hashable, Sendable {
    /// Fields of a message's own header that are kept.
    public var fields = 5_000
    /// Octets of names and values of a message's own header that are kept.
    public var header = 1 << 20
    /// Octets of one field that are kept, with its folds.
    public var field = 256 << 10
    /// Octets of one field that describes a part (Content-Type and its like).
    public var partField = 16 << 10
    /// Octets of all fields that describe parts, over the whole message.
    public var partFields = 4 << 20
    /// Parameters of one field.
    public var parameters = 200
    /// Parts, multiparts among them.
    public var parts = 2_000
    /// Parts inside parts: the whole message has depth 0, and no part this one or more.
    public var depth = 100
    /// Octets of a boundary; RFC 2046 has 70.
    public var boundary = 8 << 10
    /// Defects that are listed.
    public var defects = 100

    /// The limits for real mail.
    public static let standard = MIMELimits()

    /// The limits for real mail.
    public init() {}
}
