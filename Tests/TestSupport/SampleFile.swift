import MailGrammar

/// Files made in memory for the tests of attachments.
package enum SampleFile {
    package static func little(_ value: Int, _ octets: Int) -> [UInt8] {
        (0..<octets).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// One file for ``zip(_:)``.
    package struct Entry {
        package var name: [UInt8]
        package var content: [UInt8] = Array("hello".utf8)
        package var flags = 0x800
        package var method = 0
        /// Sizes come behind the content, as when a program writes without knowing them.
        package var hasDescriptor = false
        package var extra: [UInt8] = []
        /// What the central directory calls it; nil for the same.
        package var centralName: [UInt8]?
        /// The packed size that the headers say; nil for the truth.
        package var saidSize: Int?

        package init(_ name: String, content: [UInt8] = Array("hello".utf8)) {
            self.name = Array(name.utf8)
            self.content = content
        }
    }

    /// A ZIP archive with both directories.
    package static func zip(_ entries: [Entry], hasDirectory: Bool = true) -> [UInt8] {
        var octets: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = octets.count
            let size = entry.saidSize ?? entry.content.count
            let flags = entry.flags | (entry.hasDescriptor ? 8 : 0)
            let known = entry.hasDescriptor ? 0 : size
            octets += [0x50, 0x4B, 3, 4] + little(20, 2) + little(flags, 2) + little(entry.method, 2) + little(0, 8)
            octets += little(known, 4) + little(known, 4) + little(entry.name.count, 2) + little(entry.extra.count, 2)
            octets += entry.name + entry.extra + entry.content
            if entry.hasDescriptor { octets += [0x50, 0x4B, 7, 8] + little(0, 4) + little(size, 4) + little(size, 4) }
            let name = entry.centralName ?? entry.name
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + little(20, 2) + little(flags, 2) + little(entry.method, 2)
            directory += little(0, 8) + little(size, 4) + little(size, 4) + little(name.count, 2)
            directory += little(entry.extra.count, 2) + little(0, 10) + little(offset, 4) + name + entry.extra
        }
        guard hasDirectory else { return octets }
        let start = octets.count
        octets += directory + [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
        return octets + little(directory.count, 4) + little(start, 4) + little(0, 2)
    }

    package static func zip(_ names: String...) -> [UInt8] { zip(names.map { Entry($0) }) }

    /// A header of a tape archive with its checksum.
    package static func tarHeader(_ name: [UInt8], size: Int, type: Character = "0", prefix: String = "") -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ octets: [UInt8], _ offset: Int) {
            for (index, byte) in octets.enumerated() { block[offset + index] = byte }
        }
        put(Array(name.prefix(100)), 0)
        put(Array("0000644\0".utf8), 100)
        let digits = String(size, radix: 8)
        put(Array((String(repeating: "0", count: 11 - digits.count) + digits).utf8), 124)
        put(Array("        ".utf8), 148)
        block[156] = type.asciiValue ?? 0x30
        put(Array("ustar\u{0}00".utf8), 257)
        put(Array(prefix.utf8), 345)
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        put(Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8) + [0, 0x20], 148)
        return block
    }

    package static func padded(_ content: [UInt8]) -> [UInt8] {
        content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// A tape archive with its end.
    package static func tar(_ names: String...) -> [UInt8] {
        names.flatMap { tarHeader(Array($0.utf8), size: 5) + padded(Array("hello".utf8)) }
            + [UInt8](repeating: 0, count: 1024)
    }

    /// A compound file: a header, and a directory with these names.
    package static func compound(_ names: String...) -> [UInt8] {
        var octets: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
        for (index, name) in (["Root Entry"] + names).enumerated() {
            var entry = [UInt8](repeating: 0, count: 128)
            for (at, unit) in name.utf16.enumerated() {
                entry[at * 2] = UInt8(truncatingIfNeeded: unit)
                entry[at * 2 + 1] = UInt8(truncatingIfNeeded: unit >> 8)
            }
            entry[64] = UInt8(name.utf16.count * 2 + 2)
            entry[66] = index == 0 ? 5 : 1
            octets += entry
        }
        return octets
    }

    /// A node as a message's structure has it.
    package static func node(_ name: String, _ type: String = "application/octet-stream") -> PartNode {
        let parts = type.split(separator: "/").map(String.init)
        return PartNode(
            section: "2", depth: 1, mediaType: parts[0], subtype: parts[1], disposition: "attachment",
            dispositionParameters: name.isEmpty ? [] : [MIMEParameter(name: "filename", value: name)])
    }

    /// What an inspection finds in windows that end at some places.
    package static func inspect(_ octets: [UInt8], _ node: PartNode, cuts: [Int] = []) -> AttachmentFindings {
        var inspection = AttachmentInspection(node: node)
        var start = 0
        for cut in cuts + [octets.count] {
            inspection.push(octets[start..<cut])
            start = cut
        }
        return inspection.finish()
    }
}
