/// The header of a message or of a part, field by field, as it was sent.
public struct RawHeader: Hashable, Sendable {
    /// One field.
    public struct Field: Hashable, Sendable {
        /// As it was sent: `Subject`. Compared without regard to case.
        public let name: String
        /// The octets behind the colon without the last line end; folds are still in it.
        public let value: [UInt8]

        /// The values of one field.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// In their order.
    public let fields: [Field]
    /// Fields that were left out because a limit was reached.
    public let omitted: Int

    /// The values of one header.
    public init(fields: [Field], omitted: Int = 0) {
        self.fields = fields
        self.omitted = omitted
    }

    /// The value of the first field of that name.
    public func first(_ name: String) -> [UInt8]? {
        fields.first { $0.name.isSameField(as: name) }?.value
    }

    /// The values of all fields of that name, in their order.
    public func all(_ name: String) -> [[UInt8]] {
        fields.filter { $0.name.isSameField(as: name) }.map(\.value)
    }
}

extension String {
    /// Field names are ASCII and compare without regard to case (RFC 5322, section 1.2.2).
    fileprivate func isSameField(as other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { ASCII.lower($0) == ASCII.lower($1) }
    }
}
