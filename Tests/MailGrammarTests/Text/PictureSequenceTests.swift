import Testing

@testable import MailGrammar

@Suite("Pictures of pixels") struct PictureSequenceTests {
    private func room(_ format: PictureFormat, columns: Int = 20, rows: Int = 6) throws -> PictureRoom {
        try #require(
            PictureRoom(format: format, columns: columns, rows: rows, cell: CellPixels(width: 10, height: 20)))
    }

    private func made(_ output: String, _ format: PictureFormat) throws -> PictureSequence? {
        PictureSequence(Array(output.utf8), room: try room(format))
    }

    private func shown(_ picture: PictureSequence?) -> String? {
        picture.map { String(decoding: $0.bytes, as: UTF8.self).replacing("\u{1B}", with: "^") }
    }

    // MARK: Sixels

    private static let body = "#0;2;3;2;23#1;2;15;2;41#0!200~$#1!9?@-#0!10~-"
    private static func sixel(_ body: String, size: String = "1;1;200;12") -> String {
        "\u{1B}P0;1;0q\"\(size)\(body)\u{1B}\\"
    }

    @Test func `sixels come out as they went in, and what would scroll goes`() throws {
        let picture = try #require(try made(Self.sixel(Self.body), .sixel))
        #expect(shown(picture) == "^P0;1;0q\"1;1;200;12#0;2;3;2;23#1;2;15;2;41#0!200~$#1!9?@-#0!10~^\\")
        #expect(picture.columns == 20 && picture.rows == 1)
        #expect(picture.removal.isEmpty)
        let again = PictureSequence(picture.bytes, room: try room(.sixel))
        #expect(again == picture)
    }

    @Test func `what stands around it is dropped`() throws {
        let output = "\u{1B}[?25l\r\n\u{1B}[0m\(Self.sixel("~"))\n\u{1B}[?25h\u{1B}[m\n"
        #expect(shown(try made(output, .sixel)) == "^P0;1;0q\"1;1;200;12~^\\")
    }

    @Test(arguments: [
        "", "abc", sixel(""), sixel("~", size: "1;1;201;12"), sixel("~", size: "1;1;200;121"),
        sixel("~", size: "2;1;200;12"), sixel("~", size: "1;1;0;0"), sixel("~", size: "1;1;200;999999"),
        sixel("~", size: "1;1;200"), "\u{1B}Pq~\u{1B}\\", "\u{1B}P0;1;0q\"1;1;9;6~", "\u{1B}P0;1;0q\"1;1;9;6~\u{1B}",
        sixel("!201~"), sixel("!999999~"), sixel("!~"), sixel("!9"), sixel("!9$"),
        sixel(String(repeating: "~", count: 201)), sixel(String(repeating: "-", count: 20) + "~"), sixel("~\n"),
        sixel("~\u{7}"), sixel("~\u{9C}"), sixel("#"), sixel("#1;"), sixel("#1;2;3;4;5;6"), sixel("~ "),
        sixel("~\u{1B}]52;c;aGVsbG8=\u{7}"), sixel("~") + sixel("~"), sixel("~") + "x", "x" + sixel("~"),
        "\u{1B}[2J" + sixel("~"), "\u{1B}[6n" + sixel("~"), "\u{1B}[" + String(repeating: "1", count: 99) + "m",
        sixel("~") + "\u{1B}[5i", sixel("~") + "\u{1B}[", sixel("~\""), "\u{1B}_Ga=T,t=f;L2V0Yy9wYXNzd2Q=\u{1B}\\",
        "\u{90}0;1;0q\"1;1;9;6~\u{9C}", "\u{1B}P0;1;0;q\"1;1;9;6~\u{1B}X", "\u{1B}P+q544e\u{1B}\\",
        "\u{1B}P$qm\u{1B}\\",
    ])
    func `anything else than one sixel picture that fits is refused`(output: String) throws {
        #expect(try made(output, .sixel) == nil)
    }

    // MARK: kitty

    private static func pixels(_ count: Int) -> String { String(repeating: "AAAA/w", count: count).padded }
    private static func kitty(_ head: String, _ payload: String) -> String { "\u{1B}_G\(head);\(payload)\u{1B}\\" }

    @Test func `a picture for kitty is made anew, without answers`() throws {
        let data = String(decoding: Base64.encode([UInt8](repeating: 7, count: 3 * 2 * 4)), as: UTF8.self)
        let head = "\u{1B}_Ga=T,f=32,s=3,v=2,c=99,r=99,m=1\u{1B}\\"
        let output = head + Self.kitty("m=1", String(data.prefix(8))) + Self.kitty("m=1", String(data.dropFirst(8)))
        let picture = try #require(try made("\u{1B}[?25l\n\(output)\u{1B}_Gm=0\u{1B}\\\n", .kitty))
        #expect(shown(picture) == "^_Ga=T,f=32,s=3,v=2,c=1,r=1,q=2,C=1,m=0;\(data)^\\")
        #expect(String(decoding: picture.removal.dropFirst(), as: UTF8.self) == "_Ga=d,d=A,q=2\u{1B}\\")
    }

    @Test func `pieces that are padded one by one are joined, and opacity that hardly differs is left out`() throws {
        let output =
            Self.kitty("a=T,f=32,s=2,v=1,m=1", "AQID/w==") + Self.kitty("m=0", "BAUG8P==") + "\u{1B}[?25h"
        #expect(shown(try made(output, .kitty)) == "^_Ga=T,f=24,s=2,v=1,c=1,r=1,q=2,C=1,m=0;AQIDBAUG^\\")
    }

    @Test func `a long one goes in pieces, over its share of the cells`() throws {
        let data = String(decoding: Base64.encode([UInt8](repeating: 7, count: 100 * 60 * 3)), as: UTF8.self)
        let picture = try #require(try made(Self.kitty("a=T,f=24,s=100,v=60,q=1", data), .kitty))
        #expect(picture.columns == 10 && picture.rows == 3)
        let pieces = (shown(picture) ?? "").split(separator: "^_G")
        #expect(pieces.count == 6)
        #expect(pieces.first?.hasPrefix("a=T,f=24,s=100,v=60,c=10,r=3,q=2,C=1,m=1;") == true)
        #expect(pieces.dropFirst().allSatisfy { $0.hasPrefix("q=2,m=") && $0.hasSuffix("^\\") })
        #expect(pieces.last?.hasPrefix("q=2,m=0;") == true)
        let joined = pieces.map { $0.drop { $0 != ";" }.dropFirst().dropLast(2) }.joined()
        #expect(joined == data)
    }

    @Test(arguments: [
        "", "a=T,f=32,s=3,v=2", kitty("a=T,f=32,s=3,v=2", "AAAA"), kitty("a=T,f=32,s=1,v=1,t=f", "L2V0Yw=="),
        kitty("a=T,f=32,s=1,v=1,t=t", "L2V0Yw=="), kitty("a=T,f=32,s=1,v=1,t=s", "L2V0Yw=="),
        kitty("a=T,f=32,s=1,v=1,t=d", "AAAAAA=="), kitty("a=T,f=100,s=1,v=1", "AAAAAA=="),
        kitty("a=T,f=32,s=1,v=1,o=z", "AAAAAA=="), kitty("a=T,f=32,s=1,v=1,i=1", "AAAAAA=="),
        kitty("a=q,f=32,s=1,v=1", "AAAAAA=="), kitty("a=t,f=32,s=1,v=1", "AAAAAA=="), kitty("a=d", ""),
        kitty("f=32,s=1,v=1", "AAAAAA=="), kitty("a=T,f=32,s=0,v=0", ""), kitty("a=T,f=32,s=201,v=1", pixels(201)),
        kitty("a=T,f=32,s=1,v=121", pixels(121)), kitty("a=T,f=32,s=99999,v=99999", "AAAA"),
        kitty("a=T,f=32,s=999999999999,v=1", "AAAA"), kitty("a=T,f=32,s=1,v=1", "AAAA"),
        kitty("a=T,f=32,s=1,v=1", "!!!!!!!!"), kitty("a=T,f=32,s=1,v=1", "AAAAAAA="),
        kitty("a=T,f=32,s=1,v=1", "AAAAAA==") + "x", kitty("a=T,f=32,s=1,v=1,m=1", "AAAAAA=="),
        kitty("a=T,f=32,s=1,v=1", "AAAAAA==") + kitty("a=T,f=32,s=1,v=1", "AAAAAA=="),
        kitty("a=T,f=32,s=1,v=1,m=1", "AAAA") + kitty("a=T,m=0", "AA=="),
        kitty("a=T,f=32,s=1,v=1,m=1", "AAAA") + kitty("s=9,m=0", "AA=="),
        "\u{1B}_Ga=T,f=32,s=1,v=1;AAAAAA==", "\u{1B}_Ga=T,f=32,s=1,v=1;AAAAAA==\u{1B}", "\u{1B}_G", "\u{1B}_Ga",
        "\u{1B}_Ga=",
        "\u{1B}_Ga=T,", "\u{1B}_Ga=T,f=32,s=1,v=1;AAAAAA==\u{7}", "\u{1B}Pq~\u{1B}\\", sixel("~"),
    ])
    func `anything else than one picture that comes along and fits is refused`(output: String) throws {
        #expect(try made(output, .kitty) == nil)
    }

    @Test func `every beginning of a picture is refused, and none traps`() throws {
        let outputs: [(String, PictureFormat)] = [
            (Self.sixel(Self.body), .sixel), (Self.kitty("a=T,f=32,s=1,v=1", "AAAAAA=="), .kitty),
        ]
        for (output, format) in outputs {
            #expect(try made(output, format) != nil)
            for count in 0..<output.utf8.count {
                #expect(PictureSequence(Array(output.utf8.prefix(count)), room: try room(format)) == nil)
            }
        }
        let endless = [UInt8](repeating: 0x7E, count: PictureSequence.limit + 1)
        #expect(PictureSequence(endless, room: try room(.sixel)) == nil)
    }

    // MARK: Room

    @Test func `there is only room that can be measured`() {
        let cell = CellPixels(width: 10, height: 20)
        #expect(PictureRoom(format: .sixel, columns: 20, rows: 6, cell: nil) == nil, "it might scroll the screen away")
        #expect(PictureRoom(format: .kitty, columns: 20, rows: 6, cell: nil)?.width == 200)
        #expect(PictureRoom(format: .blocks, columns: 20, rows: 6, cell: cell) == nil)
        #expect(PictureRoom(format: .sixel, columns: 7, rows: 6, cell: cell) == nil)
        #expect(PictureRoom(format: .sixel, columns: 20, rows: 2, cell: cell) == nil)
        #expect(CellPixels(width: 0, height: 20) == nil && CellPixels(width: 10, height: 201) == nil)
        for format in [PictureFormat.sixel, .kitty] {
            for (columns, rows) in [(8, 3), (78, 20), (118, 35), (1_000, 1_000)] {
                guard
                    let room = PictureRoom(
                        format: format, columns: columns, rows: rows, cell: CellPixels(width: 200, height: 200))
                else { continue }
                #expect(room.width <= columns * 200 && room.height <= rows * 200)
                #expect(room.width * room.height * (format == .kitty ? 16 : 3) / 3 < PictureSequence.limit)
                #expect(room.width >= 8 && room.height >= 8)
            }
        }
    }
}

extension String {
    /// Whole base64 of four octets a pixel.
    fileprivate var padded: String { self + String(repeating: "A", count: (4 - utf8.count % 4) % 4) }
}
