/// `[Content_Types].xml`: says which parts of an office document are macros, whatever their names are.
enum OfficeTypes {
    /// Octets of it that are unpacked.
    static let limit = 512 << 10

    /// Whether a type of macros is in it.
    /// - Parameter packed: the method of the archive and the octets
    static func haveMacros(_ packed: (method: UInt16, octets: [UInt8])?) -> Bool {
        guard let packed else { return false }
        let text: [UInt8]
        switch packed.method {
        case 0: text = packed.octets
        case 8: text = Inflate.octets(packed.octets, limit: limit)
        default: return false
        }
        let lower = text.map(ASCII.lower)
        return ["macroenabled", "vbaproject", "intlmacrosheet", ".macrosheet"].contains { lower.find($0) != nil }
    }
}
