import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Pictures drawn by chafa")
struct PictureViewerTests {
    /// A PNG of 1600x800 pixels in two colours.
    private static let picture =
        Base64.decode(
            Array(
                """
                iVBORw0KGgoAAAANSUhEUgAABkAAAAMgAQAAAABTu5P3AAAB0klEQVR42u3cMQEAMAyAsPo33UrYPxIHGGAGAAAAAAAAAAAAAAAAAAAAAAAAgIz9hBAh\
                QoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIeYcAAAAA\
                AAAAAAAAAAAAAAAAAAAA0OEKKESIECFChAgRIkSIECFChAgRIkSIECFChAgRIkSIECFChAgRIkSIECFChAgRIkSIECFChAgRIkSIECFChAgRIkSIECFChAgR\
                IkSIECFChAgRIkSIECGdEAAAAAAAAAAAAAAAAAAAAAAAAAA6XAGFCBEiRIgQIUKECBEiRIgQIUKECBEiRIgQIUKECBEiRIgQIUKECBEiRIgQIUKECBEiRIgQ\
                IUKECBEiRIgQIUKECBEiRIgQIUKECBEiRIgQIUKECBEipBMCAAAAAAAAAAAAAAAAAAAAAAAAQIcroBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQI\
                ESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoQIESJEiBAhQoRkQg5OJlm60dxNwgAAAABJRU5ErkJggg==
                """.utf8)) ?? []

    private func show(
        _ content: [UInt8], room: PictureRoom?, path: String = "/usr/bin:/bin"
    ) async throws -> ViewedText {
        var mailcap = Mailcap()
        mailcap.addPictures(columns: 40, room: room, path: path)
        let viewers = ViewerRunner(mailcap: mailcap, columns: 40, room: room) { $0 == "PATH" ? path : nil }
        let file = try viewers.makeFile()
        try content.withUnsafeBytes { try file.append($0) }
        return try await viewers.show(file, mediaType: "image/png")
    }

    private func room(_ format: PictureFormat, cell: CellPixels? = CellPixels(width: 9, height: 17)) throws
        -> PictureRoom
    {
        try #require(PictureRoom(format: format, columns: 78, rows: 18, cell: cell))
    }

    /// The four numbers behind a word of a sequence.
    private func numbers(_ sequence: PictureSequence, _ word: String) -> [Int] {
        let text = String(decoding: sequence.bytes.prefix(100), as: UTF8.self)
        guard let place = text.firstRange(of: word) else { return [] }
        return text[place.upperBound...].split { !$0.isNumber }.prefix(4).compactMap { Int($0) }
    }

    @Test("The real program draws what is taken, of the right shape", arguments: [PictureFormat.sixel, .kitty])
    func real(format: PictureFormat) async throws {
        guard programPath("chafa", in: "/usr/bin:/bin") != nil else { return print("chafa is not installed, skipped") }
        for cell in [CellPixels(width: 9, height: 17), CellPixels(width: 16, height: 33)] {
            let room = try room(format, cell: cell)
            let shown = try await show(Self.picture, room: room)
            guard let sequence = shown.sequence else {
                Issue.record("\(room) is drawn with blocks")
                continue
            }
            #expect(shown.isPicture && shown.program == "chafa")
            let size = Array(numbers(sequence, format == .sixel ? "q\"1;1" : "a=T,f=24").prefix(2))
            #expect(size.count == 2 && size[0] <= room.width && size[1] <= room.height)
            #expect(sequence.columns <= room.columns && sequence.rows <= room.rows)
            guard size.count == 2 else { continue }
            #expect(abs(size[0] - 2 * size[1]) <= 40, "as wide as it is: \(size)")
            #expect(size[0] * 10 >= room.width * 8 || size[1] * 10 >= room.height * 8, "all the room: \(size)")
            print(
                "\(format): \(size) pixels over \(sequence.columns)x\(sequence.rows) cells, \(sequence.bytes.count) bytes"
            )
        }
    }

    @Test("What is refused is drawn with blocks", arguments: [PictureFormat.sixel, .kitty])
    func refused(format: PictureFormat) async throws {
        let folder = try TemporaryFolder()
        for output in [
            "\\033P0;1;0q\"1;1;9999;9999~\\033\\\\", "\\033_Ga=T,f=32,s=1,v=1,t=f;L2V0Yw==\\033\\\\",
            "\\033]52;c;eA==\\007",
            "",
        ] {
            let script = "#!/bin/sh\ncase \"$*\" in *symbols*) echo blocks;; *) printf '\(output)';; esac\n"
            folder.write(Array(script.utf8), to: "chafa")
            chmod("\(folder.path)/chafa", 0o700)
            let shown = try await show([], room: try room(format), path: "\(folder.path):/usr/bin:/bin")
            #expect(shown.sequence == nil && shown.isPicture)
            #expect(shown.output == Array("blocks\n".utf8))
        }
    }

    @Test("Without room for pixels there is but one row, and what broke is told")
    func rows() async throws {
        let folder = try TemporaryFolder()
        folder.write(Array("#!/bin/sh\necho broken >&2; kill -9 $$\n".utf8), to: "chafa")
        chmod("\(folder.path)/chafa", 0o700)
        var mailcap = Mailcap()
        mailcap.addPictures(columns: 40, path: folder.path)
        #expect(mailcap.entries.count == 1)
        await #expect(throws: ViewerFailure.self) {
            try await show([], room: try room(.kitty), path: "\(folder.path):/usr/bin:/bin")
        }
    }
}
