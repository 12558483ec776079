/// TNEF streams made in memory.
package enum TNEFSample {
    package static func little(_ value: Int, _ octets: Int) -> [UInt8] { SampleFile.little(value, octets) }

    package static func stream(_ attributes: [[UInt8]]) -> [UInt8] {
        [0x78, 0x9F, 0x3E, 0x22, 1, 0] + attributes.flatMap { $0 }
    }

    package static func attribute(_ level: UInt8, _ id: Int, _ data: [UInt8]) -> [UInt8] {
        [level] + little(id, 4) + little(data.count, 4) + data + little(data.reduce(0) { $0 + Int($1) }, 2)
    }

    package static func properties(_ list: [[UInt8]]) -> [UInt8] { little(list.count, 4) + list.flatMap { $0 } }

    package static func number(_ id: Int, _ value: Int) -> [UInt8] { little(id << 16 | 3, 4) + little(value, 4) }

    package static func wide(_ id: Int, _ text: String) -> [UInt8] {
        variable(id << 16 | 0x1F, (Array(text.utf16) + [0]).flatMap { little(Int($0), 2) })
    }

    package static func binary(_ id: Int, _ data: [UInt8]) -> [UInt8] { variable(id << 16 | 0x102, data) }
    package static func object(_ id: Int, _ data: [UInt8]) -> [UInt8] { variable(id << 16 | 0x0D, data) }

    private static func variable(_ tag: Int, _ data: [UInt8]) -> [UInt8] {
        little(tag, 4) + little(1, 4) + little(data.count, 4) + data
            + [UInt8](repeating: 0, count: (4 - data.count % 4) % 4)
    }

    /// [MS-OXRTFCP], section 3.1.1: `{\rtf1\ansi\ansicpg1252\pard hello world}` and a line end.
    package static let compressed: [UInt8] = [
        0x2D, 0x00, 0x00, 0x00, 0x2B, 0x00, 0x00, 0x00, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00,
        0x0A, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09,
        0x00, 0x20, 0x62, 0x77, 0x05, 0xB0, 0x6C, 0x64, 0x7D, 0x0A, 0x80, 0x0F, 0xA0,
    ]

    /// The same, section 3.1.2: a reference into what it writes itself.
    package static let repeated: [UInt8] = [
        0x1A, 0x00, 0x00, 0x00, 0x1C, 0x00, 0x00, 0x00, 0x4C, 0x5A, 0x46, 0x75, 0xE2, 0xD4, 0x4B, 0x51, 0x41, 0x00,
        0x04, 0x20, 0x57, 0x58, 0x59, 0x5A, 0x0D, 0x6E, 0x7D, 0x01, 0x0E, 0xB0,
    ]
}
