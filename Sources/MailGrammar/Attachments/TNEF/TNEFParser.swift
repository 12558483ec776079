/// Goes through the attributes of a TNEF stream once, from the beginning to the end.
struct TNEFParser {
    private let octets: [UInt8]
    private let charsets: any CharsetDecoding
    /// A label for the 8-bit texts, from attOemCodepage.
    private var charset = ""
    private var current: Draft?

    private(set) var subject = ""
    private(set) var text = ""
    private(set) var html = ""
    private(set) var richText = ""
    private(set) var attachments: [TNEFMessage.Attachment] = []
    private(set) var isComplete = true

    /// The attachment at hand.
    private struct Draft {
        var title = ""
        var longName = ""
        var shortName = ""
        var mediaType = ""
        var contentID = ""
        var octets: Range<Int>?
        var isMessage = false
    }

    init(_ octets: [UInt8], charsets: any CharsetDecoding) {
        self.octets = octets
        self.charsets = charsets
    }

    /// Level 1, attribute 4 (a number and a type), length 4, the octets, a checksum 2.
    mutating func run() {
        // Behind the signature 4 and the key 2.
        var at = 6
        while at < octets.count {
            guard let id = octets.little32(at: at &+ 1), let length = octets.little32(at: at &+ 5) else {
                isComplete = false
                break
            }
            let start = at &+ 9
            let end = start &+ Int(length)
            let data = start..<max(start, min(end, octets.count))
            if end &+ 2 > octets.count { isComplete = false }
            read(id, data)
            at = end &+ 2
        }
        endAttachment()
        if text.isEmpty && html.isEmpty && richText.isEmpty { readHeldBody() }
    }

    /// The body of attBody: the code page may come behind it.
    private var heldBody: Range<Int>?
    private var heldSubject: Range<Int>?

    private mutating func readHeldBody() {
        if let heldBody { text = string(octets[heldBody]) }
        if subject.isEmpty, let heldSubject { subject = string(octets[heldSubject]) }
    }

    private mutating func read(_ id: UInt32, _ data: Range<Int>) {
        switch id {
        case 0x0006_9007: charset = Self.label(octets.little32(at: data.lowerBound) ?? 0)
        case 0x0001_8004: heldSubject = data
        case 0x0002_800C: heldBody = data
        case 0x0006_9003: readProperties(data, isAttachment: false)
        case 0x0006_9002:
            endAttachment()
            current = Draft()
        case 0x0001_8010: change { $0.title = $1.string($1.octets[data]) }
        case 0x0006_800F: change { draft, _ in draft.octets = data }
        case 0x0006_9005: readProperties(data, isAttachment: true)
        default: break
        }
    }

    private mutating func change(_ body: (inout Draft, TNEFParser) -> Void) {
        var draft = current ?? Draft()
        body(&draft, self)
        current = draft
    }

    private mutating func endAttachment() {
        guard let draft = current else { return }
        current = nil
        guard attachments.count < TNEFMessage.attachmentLimit else {
            isComplete = false
            return
        }
        let name = [draft.longName, draft.title, draft.shortName].first { !$0.isEmpty } ?? ""
        guard draft.octets != nil || !name.isEmpty else { return }
        attachments.append(
            TNEFMessage.Attachment(
                name: name, mediaType: draft.mediaType.lowercased(), contentID: draft.contentID,
                octets: draft.octets ?? 0..<0, isMessage: draft.isMessage))
    }
}

extension TNEFParser {
    /// A property: the number of its kind, its type, and where its (first) value lies.
    private struct Property {
        let id: UInt16
        let type: UInt16
        let value: Range<Int>
    }

    /// [MS-OXTNEF] 2.1.3.4: a count, then for each type 2, id 2, perhaps a name, the value or values.
    private mutating func readProperties(_ data: Range<Int>, isAttachment: Bool) {
        guard let count = little32(data.lowerBound, in: data) else { return }
        var at = data.lowerBound &+ 4
        for index in 0..<min(count, TNEFMessage.propertyLimit) {
            guard let property = nextProperty(&at, in: data) else {
                isComplete = false
                return
            }
            if isAttachment { readAttachment(property) } else { readMessage(property) }
            if index == TNEFMessage.propertyLimit &- 1 && count > TNEFMessage.propertyLimit { isComplete = false }
        }
    }

    private func little32(_ at: Int, in data: Range<Int>) -> Int? {
        guard at >= data.lowerBound, at &+ 4 <= data.upperBound else { return nil }
        return octets.little32(at: at).map { Int($0) }
    }

    private func nextProperty(_ at: inout Int, in data: Range<Int>) -> Property? {
        guard let head = little32(at, in: data) else { return nil }
        let type = UInt16(truncatingIfNeeded: head)
        let id = UInt16(truncatingIfNeeded: head >> 16)
        at &+= 4
        if id >= 0x8000 {
            // A GUID 16, then a number or a name.
            guard let kind = little32(at &+ 16, in: data), let number = little32(at &+ 20, in: data) else { return nil }
            at &+= 24
            if kind == 1 { at &+= (number &+ 3) / 4 &* 4 }
        }
        let isMany = type & 0x1000 != 0
        var count = 1
        let size: Int
        switch type & 0x0FFF {
        case 0x02, 0x03, 0x04, 0x0A, 0x0B: size = 4
        case 0x05, 0x06, 0x07, 0x14, 0x40: size = 8
        case 0x48: size = 16
        case 0x0D, 0x1E, 0x1F, 0x102: size = 0
        case 0x00, 0x01: return Property(id: id, type: type, value: 0..<0)
        default: return nil
        }
        if isMany || size == 0 {
            guard let many = little32(at, in: data) else { return nil }
            count = many
            at &+= 4
        }
        if size > 0 {
            let end = at &+ count &* size
            guard end <= data.upperBound else { return nil }
            defer { at = end }
            return Property(id: id, type: type & 0x0FFF, value: at..<(count > 0 ? at &+ size : at))
        }
        var first: Range<Int>?
        for _ in 0..<count {
            guard let length = little32(at, in: data), at &+ 4 &+ length <= data.upperBound else { return nil }
            if first == nil { first = (at &+ 4)..<(at &+ 4 &+ length) }
            at &+= 4 &+ (length &+ 3) / 4 &* 4
        }
        return Property(id: id, type: type & 0x0FFF, value: first ?? at..<at)
    }

    private mutating func readMessage(_ property: Property) {
        let data = octets[property.value].prefix(TNEFMessage.textLimit)
        if property.value.count > TNEFMessage.textLimit { isComplete = false }
        switch property.id {
        case 0x0037: subject = string(data, isWide: property.type == 0x1F)
        case 0x1000: text = string(data, isWide: property.type == 0x1F)
        case 0x1013: html = string(data, isWide: property.type == 0x1F)
        case 0x1009:
            guard let rich = CompressedRTF.unpack(data, limit: TNEFMessage.textLimit) else {
                isComplete = false
                return
            }
            richText = RTFText.words(rich, charsets: charsets)
        case 0x3FDE where property.type == 3:
            if charset.isEmpty { charset = Self.label(octets.little32(at: property.value.lowerBound) ?? 0) }
        default: break
        }
    }

    private mutating func readAttachment(_ property: Property) {
        let isWide = property.type == 0x1F
        let value = property.value
        switch property.id {
        case 0x3707: change { $0.longName = $1.string($1.octets[value], isWide: isWide) }
        case 0x3704: change { $0.shortName = $1.string($1.octets[value], isWide: isWide) }
        case 0x370E: change { $0.mediaType = $1.string($1.octets[value], isWide: isWide) }
        case 0x3712: change { $0.contentID = $1.string($1.octets[value], isWide: isWide) }
        case 0x3701:
            // An object begins with the id of its interface, 16 octets.
            let isObject = property.type == 0x0D && value.count >= 16
            let start = isObject ? value.lowerBound &+ 16 : value.lowerBound
            let isMessage = isObject && octets.little32(at: start) == TNEFMessage.signature
            change { draft, _ in
                if draft.octets?.isEmpty ?? true { draft.octets = start..<value.upperBound }
                draft.isMessage = isMessage
            }
        default: break
        }
    }

    /// A text without its final zeros, in UTF-16 or in the code page. At most ``TNEFMessage/textLimit`` octets of it.
    private func string(_ data: ArraySlice<UInt8>, isWide: Bool = false) -> String {
        let data = data.prefix(TNEFMessage.textLimit)
        if isWide {
            var units: [UInt16] = []
            units.reserveCapacity(data.count / 2)
            var at = data.startIndex
            while at &+ 1 < data.endIndex {
                units.append(UInt16(data[at]) | UInt16(data[at &+ 1]) << 8)
                at &+= 2
            }
            while units.last == 0 { units.removeLast() }
            return String(decoding: units, as: UTF16.self)
        }
        var bytes = data
        while bytes.last == 0 { bytes.removeLast() }
        var stream = CharsetStream(label: charset, charsets: charsets)
        return stream.decode(bytes, isLast: true)
    }

    /// A label for a code page of Windows.
    private static func label(_ page: UInt32) -> String {
        switch page {
        case 0: ""
        case 20127: "us-ascii"
        case 65001: "utf-8"
        case 28591...28606: "iso-8859-\(page &- 28590)"
        case 20866: "koi8-r"
        case 21866: "koi8-u"
        case 874...950, 1250...1258: "windows-\(page)"
        case 50220, 50221, 50222: "iso-2022-jp"
        case 51949: "euc-kr"
        case 51932: "euc-jp"
        case 54936: "gb18030"
        default: "cp\(page)"
        }
    }
}
