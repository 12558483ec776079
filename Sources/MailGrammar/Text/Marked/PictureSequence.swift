/// A picture of pixels as it is sent to the terminal, made anew from what a program wrote.
///
///     ESC P 0 ; 1 ; 0 q " 1 ; 1 ; 160 ; 96 # 0 ; 2 ; 3 ; 2 ; 23 # 0 ! 160 ~ - … ESC \
///     ESC _ G a=T,f=32,s=160,v=96,c=20,r=6,q=2,C=1,m=0 ; AAAA/wEA… ESC \
///
/// The program has read a stranger's file, and a terminal obeys: so nothing is taken that is not understood whole. No other
/// sequence gets through, no picture that is larger than its room (it would scroll the screen away), none that kitty would read
/// from a file or from memory (`t=f`), and none that it answers to (`q=2`): the answer would look like keys. Source: DEC STD 070,
/// chapter 9, and kitty's "Terminal graphics protocol".
public struct PictureSequence: Hashable, Sendable {
    /// Octets of a program's output that are taken.
    public static let limit = 2 << 20

    /// How it is sent.
    public let format: PictureFormat
    /// To be sent when the cursor is at the picture's upper left corner.
    public let bytes: [UInt8]
    /// Cells of a row that it covers.
    public let columns: Int
    /// Rows that it covers.
    public let rows: Int

    /// `nil` where the output is anything but one picture that fits.
    public init?(_ output: [UInt8], room: PictureRoom) {
        guard output.count <= Self.limit else { return nil }
        var reader = PictureReader(output)
        guard let (bytes, columns, rows) = room.format == .sixel ? reader.sixel(room) : reader.kitty(room) else {
            return nil
        }
        format = room.format
        self.bytes = bytes
        self.columns = columns
        self.rows = rows
    }

    /// What takes it from the screen; empty where only other letters do.
    public var removal: [UInt8] { format == .kitty ? Array("\u{1B}_Ga=d,d=A,q=2\u{1B}\\".utf8) : [] }
}

/// Reads the one picture of an output. Every method but `next` leaves a place behind only where it understood what was there.
private struct PictureReader {
    typealias Picture = (bytes: [UInt8], columns: Int, rows: Int)

    private let octets: [UInt8]
    private var at = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    private var first: UInt8? { at < octets.count ? octets[at] : nil }

    private mutating func next() -> UInt8? {
        guard at < octets.count else { return nil }
        defer { at &+= 1 }
        return octets[at]
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = text.utf8CodeUnitCount
        guard octets.count &- at >= wanted else { return false }
        let isThere = text.withUTF8Buffer { octets[at..<at &+ wanted].elementsEqual($0) }
        if isThere { at &+= wanted }
        return isThere
    }

    /// At most five digits.
    private mutating func number() -> Int? {
        var value = 0
        let start = at
        while let digit = first, ASCII.isDigit(digit), at &- start < 5 {
            value = value &* 10 &+ Int(digit &- 0x30)
            at &+= 1
        }
        return at > start ? value : nil
    }

    /// What is around a picture and dropped: line ends, looks, a hidden cursor.
    private mutating func skipSurroundings() {
        while true {
            if first == 0x0A || first == 0x0D {
                at &+= 1
                continue
            }
            let start = at
            guard take("\u{1B}[") else { return }
            while let byte = first, ASCII.isDigit(byte) || byte == 0x3B || byte == 0x3F, at &- start < 34 { at &+= 1 }
            guard let last = next(), [0x68, 0x6C, 0x6D].contains(last) else {
                at = start
                return
            }
        }
    }

    // MARK: Sixels

    mutating func sixel(_ room: PictureRoom) -> Picture? {
        skipSurroundings()
        guard take("\u{1B}P") else { return nil }
        while let byte = first, ASCII.isDigit(byte) || byte == 0x3B, at < octets.count { at &+= 1 }
        // Without these a pixel may be two lines high, and the size is known only when it is too late.
        guard take("q\"1;1;"), let width = number(), take(";"), let height = number() else { return nil }
        let start = at
        guard let (end, drawn) = body(room) else { return nil }
        skipSurroundings()
        guard first == nil, width > 0, height > 0, width <= room.width, height <= room.height, drawn > 0 else {
            return nil
        }
        let rows = (max(height, drawn) &+ room.cell.height &- 1) / room.cell.height
        guard rows <= room.rows else { return nil }
        var bytes = Array("\u{1B}P0;1;0q\"1;1;\(width);\(height)".utf8)
        bytes.reserveCapacity(bytes.count &+ (end &- start) &+ 2)
        bytes += octets[start..<end]
        bytes += [0x1B, 0x5C]
        return (bytes, min(room.columns, (width &+ room.cell.width &- 1) / room.cell.width), rows)
    }

    /// The body through its end: where what it draws ends, and how high that is. What goes on below that would scroll the screen.
    private mutating func body(_ room: PictureRoom) -> (end: Int, height: Int)? {
        var end = at
        var column = 0
        var band = 0
        var height = 0
        while let byte = next() {
            switch byte {
            case 0x3F...0x7E:
                column &+= 1
            case UInt8(ascii: "!"):
                guard let count = number(), let sixel = next(), (0x3F...0x7E).contains(sixel) else { return nil }
                column &+= count
            case UInt8(ascii: "#"):
                guard number() != nil else { return nil }
                var more = 0
                while take(";") {
                    more &+= 1
                    guard number() != nil, more <= 4 else { return nil }
                }
                continue
            case UInt8(ascii: "$"):
                column = 0
                continue
            case UInt8(ascii: "-"):
                column = 0
                band &+= 1
                continue
            case 0x1B: return take("\\") ? (end, height) : nil
            default: return nil
            }
            height = band &* 6 &+ 6
            guard column <= room.width, height <= room.height else { return nil }
            end = at
        }
        return nil
    }

    // MARK: kitty

    mutating func kitty(_ room: PictureRoom) -> Picture? {
        skipSurroundings()
        var head = KittyHead()
        var pixels: [UInt8] = []
        pixels.reserveCapacity(octets.count / 4 &* 3)
        var isFirst = true
        var hasMore = true
        while hasMore {
            guard take("\u{1B}_G"), head.read(&self, isFirst: isFirst) else { return nil }
            let start = at
            if take(";") {
                while let byte = first, byte != 0x1B { at &+= 1 }
                // chafa pads every piece, and not as it should. What counts is how many pixels that makes; they go on as ours.
                pixels += Base64.decodeLenient(octets[(start &+ 1)..<at]).bytes
            }
            guard take("\u{1B}\\") else { return nil }
            hasMore = head.hasMore
            isFirst = false
        }
        skipSurroundings()
        guard first == nil, (1...room.width).contains(head.width), (1...room.height).contains(head.height),
            pixels.count == head.width &* head.height &* head.depth / 8
        else { return nil }
        // Of a whole piece chafa 1.12 gets the last octet a little wrong, a pixel's opacity; and without it a quarter is saved.
        if head.depth == 32, stride(from: 3, to: pixels.count, by: 4).allSatisfy({ pixels[$0] >= 0xF0 }) {
            pixels = pixels.indices.filter { $0 % 4 != 3 }.map { pixels[$0] }
            head.depth = 24
        }
        let payload = Base64.encode(pixels)
        // As many cells as its share of the pixels.
        let columns = max(1, min(room.columns, (head.width &* room.columns &+ room.width &- 1) / room.width))
        let rows = max(1, min(room.rows, (head.height &* room.rows &+ room.height &- 1) / room.height))
        var text = "a=T,f=\(head.depth),s=\(head.width),v=\(head.height),c=\(columns),r=\(rows),q=2,C=1,"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count &+ payload.count / 128)
        for place in stride(from: 0, to: payload.count, by: Self.pieceLength) {
            let end = min(payload.count, place &+ Self.pieceLength)
            bytes += "\u{1B}_G\(text)m=\(end < payload.count ? 1 : 0);".utf8
            bytes += payload[place..<end]
            bytes += [0x1B, 0x5C]
            text = "q=2,"
        }
        return (bytes, columns, rows)
    }

    /// What kitty takes in one piece.
    private static let pieceLength = 4096

    /// The keys of a piece.
    private struct KittyHead {
        var width = 0
        var height = 0
        var depth = 32
        var hasMore = false

        /// Reads `a=T,f=32,m=1`; false for any other key or value than those that show pixels which come along.
        mutating func read(_ reader: inout PictureReader, isFirst: Bool) -> Bool {
            hasMore = false
            var isShown = !isFirst
            repeat {
                guard let key = reader.next(), reader.take("=") else { return false }
                if key == UInt8(ascii: "a") {
                    guard isFirst, reader.take("T") else { return false }
                    isShown = true
                    continue
                }
                guard let value = reader.number() else { return false }
                switch key {
                case UInt8(ascii: "m"): hasMore = value == 1
                case UInt8(ascii: "q"): break
                case _ where !isFirst: return false
                case UInt8(ascii: "f"):
                    guard value == 24 || value == 32 else { return false }
                    depth = value
                case UInt8(ascii: "s"): width = value
                case UInt8(ascii: "v"): height = value
                case UInt8(ascii: "c"), UInt8(ascii: "r"): break
                default: return false
                }
            } while reader.take(",")
            return isShown
        }
    }
}
