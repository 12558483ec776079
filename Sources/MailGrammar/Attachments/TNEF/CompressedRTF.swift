/// RTF as Outlook packs it: "LZFu", a dictionary of 4,096 octets that begins with what RTF begins with.
///
/// Source: [MS-OXRTFCP], section 2.1.3. Checksums are not checked: what is damaged ends.
enum CompressedRTF {
    private static let packed: UInt32 = 0x7546_5A4C
    private static let unpacked: UInt32 = 0x414C_454D
    private static let window = 4096

    /// The RTF, at most `limit` octets; nil where the header is none.
    static func unpack(_ input: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        let bytes = Array(input)
        guard let size = bytes.little32(at: 4), let kind = bytes.little32(at: 8), bytes.count >= 16 else { return nil }
        let wanted = max(0, min(Int(size), limit))
        if kind == unpacked { return Array(bytes.dropFirst(16).prefix(wanted)) }
        guard kind == packed else { return nil }
        var dictionary = [UInt8](repeating: 0x20, count: window)
        for (index, byte) in beginning.utf8.enumerated() { dictionary[index] = byte }
        var write = beginning.utf8.count
        var output: [UInt8] = []
        var at = 16
        while at < bytes.count, output.count < wanted {
            let control = bytes[at]
            at &+= 1
            for bit in 0..<8 where output.count < wanted {
                guard control >> UInt8(bit) & 1 == 1 else {
                    guard at < bytes.count else { return output }
                    put(bytes[at], &dictionary, &write, &output)
                    at &+= 1
                    continue
                }
                guard at &+ 1 < bytes.count else { return output }
                let reference = Int(bytes[at]) << 8 | Int(bytes[at &+ 1])
                at &+= 2
                var place = reference >> 4
                // A reference to where the next octet goes is the end.
                if place == write { return output }
                for _ in 0..<((reference & 15) &+ 2) where output.count < wanted {
                    put(dictionary[place], &dictionary, &write, &output)
                    place = (place &+ 1) % window
                }
            }
        }
        return output
    }

    private static func put(_ byte: UInt8, _ dictionary: inout [UInt8], _ write: inout Int, _ output: inout [UInt8]) {
        output.append(byte)
        dictionary[write] = byte
        write = (write &+ 1) % window
    }

    /// 207 octets.
    private static let beginning =
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
        + "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
        + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
}
