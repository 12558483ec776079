import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Fetching whole parts", .timeLimit(.minutes(2)))
struct WholePartTests {
    typealias Message = ScriptedMailbox.Message

    /// What the attachment is, decoded.
    private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    /// A message with a text and an attachment.
    private static func mailbox(
        _ octets: [UInt8] = Base64.encode(content), name: String = "b.bin", type: String = "OCTET-STREAM",
        kind: String = "APPLICATION", promised: Int? = nil, validity: Int = 7
    ) -> ScriptedMailbox {
        var message = Message(uid: 20, body: Array("text\r\n".utf8))
        message.structure =
            "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" 6 1)"
            + "(\"\(kind)\" \"\(type)\" (\"NAME\" \"\(name)\") NIL NIL \"BASE64\" \(promised ?? octets.count)) \"MIXED\")"
        message.sections = ["2": octets]
        return ScriptedMailbox([message], validity: validity)
    }

    private static func answering(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.openAll(mailbox)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    private func opened(
        _ scripts: Script..., mailcap: String = ""
    ) async throws -> (ScriptedMail, ScriptedServer, TemporaryFolder) {
        let folder = try TemporaryFolder()
        folder.write(Array(mailcap.utf8), to: "mailcap")
        let server = ScriptedServer(scripts: scripts)
        let path = folder.path
        let mail = try ScriptedMail(server, retries: true) { environment in
            // A busy machine may let a program wait for longer than a person would.
            environment.viewerPatience = .seconds(3_600)
            environment.variable = { name in
                ["MAILCAPS": "\(path)/mailcap", "HOME": path, "TMPDIR": path, "PATH": "\(path):/usr/bin:/bin"][name]
            }
        }
        mail.open()
        try await mail.events(through: "rows")
        return (mail, server, folder)
    }

    private func save(_ mail: ScriptedMail, _ path: String, _ generation: UInt64 = 9, section: String = "2") throws {
        mail.core.send(
            .savePart(try mail.message(20), section: section, generation: Generation(generation), path: path))
    }

    private func view(_ mail: ScriptedMail, _ generation: UInt64 = 9) throws {
        mail.core.send(
            .viewPart(try mail.message(20), section: "2", generation: Generation(generation), columns: 72))
    }

    private func asked(_ server: ScriptedServer, _ connection: Int = 0) -> [String] {
        server.said(connection).filter { $0.contains("BODY.PEEK[2]") }
    }

    @Test("A part is saved in windows, under its own name, beside what is there")
    func saving() async throws {
        let (mail, server, folder) = try await opened(Self.answering(Self.mailbox()))
        try save(mail, "~/")
        let events = try await mail.events(through: "saved")
        #expect(events.last == "saved 9 200000 \(folder.path)/b.bin")
        #expect(events.dropLast().allSatisfy { $0.hasPrefix("progress 9 ") })
        #expect(events.dropLast().last == "progress 9 266668 of 266668")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(folder.mode("b.bin") == 0o600)
        #expect(asked(server).count == events.count - 1)
        try save(mail, "\(folder.path)/b.bin", 10)
        #expect(try await mail.events(through: "saved").last == "saved 10 200000 \(folder.path)/b-1.bin")
        #expect(folder.names == ["b-1.bin", "b.bin", "mailcap"])
        try await mail.close()
    }

    @Test("A part for a program of the desktop lies in a folder of its own")
    func lending() async throws {
        let (mail, _, folder) = try await opened(Self.answering(Self.mailbox(name: "b 'x'.bin")))
        mail.core.send(.lendPart(try mail.message(20), section: "2", generation: Generation(9)))
        let saved = try await mail.events(through: "saved").last ?? ""
        let made = try #require(folder.names.first { $0.hasPrefix("rohrpost-open-") })
        #expect(saved == "saved 9 200000 \(folder.path)/\(made)/b__x_.bin")
        #expect(folder.octets("\(made)/b__x_.bin") == Self.content)
        #expect(folder.mode("\(made)/b__x_.bin") == 0o600)
        #expect(folder.mode(made) == 0o700)
        OutsideFiles.shared.remove("\(folder.path)/\(made)/b__x_.bin")
        mail.core.send(.lendPart(try mail.message(20), section: "2", generation: Generation(10)))
        mail.core.send(.cancel(generation: Generation(10)))
        try await mail.close()
        #expect(folder.names == ["mailcap"], "what is given up leaves nothing")
    }

    /// The name that the part has is not the one that the desktop would be given.
    @Test("A program is lent to nobody", arguments: ["b.exe", "b.exe.", "b.sh"])
    func lendingAProgram(_ name: String) async throws {
        let (mail, server, folder) = try await opened(Self.answering(Self.mailbox(name: name)))
        mail.core.send(.lendPart(try mail.message(20), section: "2", generation: Generation(9)))
        #expect(try await mail.events(1) == ["not shown 9 program"])
        #expect(asked(server).isEmpty)
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    @Test("A folder that is not there is told before anything is fetched")
    func noFolder() async throws {
        let (mail, server, _) = try await opened(Self.answering(Self.mailbox()))
        try save(mail, "/no/such/folder/b.bin")
        #expect(try await mail.events(1) == ["failed 9 local"])
        try save(mail, "~/", 10, section: "3")
        #expect(try await mail.events(1) == ["failed 10 notFound"])
        #expect(asked(server).isEmpty)
        try await mail.close()
    }

    @Test(
        "What the server leaves out is told", arguments: [(Base64.encode(content), 300_000, 33_332), ([], 500, 500)])
    func lessThanPromised(octets: [UInt8], promised: Int, missing: Int) async throws {
        let (mail, _, folder) = try await opened(Self.answering(Self.mailbox(octets, promised: promised)))
        try save(mail, "~/")
        let last = try await mail.events(through: "saved").last ?? ""
        #expect(last.hasSuffix("without \(missing)"))
        #expect(folder.octets("b.bin").count == octets.count / 4 * 3 - (octets.isEmpty ? 0 : 1))
        try await mail.close()
    }

    @Test("More than was promised is taken, too")
    func moreThanPromised() async throws {
        let (mail, _, folder) = try await opened(Self.answering(Self.mailbox(promised: 10)))
        try save(mail, "~/")
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        try await mail.close()
    }

    @Test("Answers to other questions about the same part are not taken for it", arguments: [false, true])
    func besideALook(reversed: Bool) async throws {
        var whole = Self.mailbox()
        // Another attachment, so that the look at the first one asks for less than a window.
        whole.messages[0].structure.replace(
            " \"MIXED\"", with: "(\"APPLICATION\" \"X\" (\"NAME\" \"c.bin\") NIL NIL \"BASE64\" 30000) \"MIXED\"")
        let mailbox = whole
        let (mail, server, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                // A look at its beginning and the first window are under way together.
                var held: [ScriptedLine.Command] = []
                while held.count < 2 {
                    let command = try line.next()
                    if command.text.contains("BODY.PEEK[2]") {
                        held.append(command)
                    } else {
                        try line.answer(command, mailbox)
                    }
                }
                for command in reversed ? held.reversed() : held { try line.answer(command, mailbox) }
                while true { try line.answer(try line.next(), mailbox) }
            })
        try mail.openMessage(20, 8)
        try save(mail, "~/")
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(asked(server).contains { $0.contains("BODY.PEEK[2]<0.65536>") })
        #expect(asked(server).contains { $0.contains("BODY.PEEK[2]<0.") && !$0.contains("<0.65536>") })
        try await mail.close()
    }

    @Test("A server that answers with less than was asked for is asked for the rest")
    func shortAnswers() async throws {
        let mailbox = Self.mailbox()
        let (mail, _, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                while true {
                    let command = try line.next()
                    let text = command.text.replacing("262144>", with: "10000>").replacing("131072>", with: "10000>")
                        .replacing("65536>", with: "10000>")
                    try line.answer(ScriptedLine.Command(tag: command.tag, text: text), mailbox)
                }
            })
        try save(mail, "~/")
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        try await mail.close()
    }

    @Test("Given up, nothing of it stays and nothing more is fetched")
    func cancelling() async throws {
        let mailbox = Self.mailbox()
        let (mail, server, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                try line.answer(try line.next(), mailbox)
                // The second window waits for this.
                let second = try line.next()
                let poll = try line.next()
                try line.answer(second, mailbox)
                try line.answer(poll, mailbox)
            })
        try save(mail, "~/")
        try await mail.events(through: "progress")
        mail.core.send(.cancel(generation: Generation(9)))
        mail.refresh()
        try await mail.settle()
        try await mail.close()
        #expect(asked(server).count == 2)
        #expect(mail.untaken.filter { $0.hasPrefix("saved") || $0.hasPrefix("failed") }.isEmpty)
        #expect(folder.names == ["mailcap"])
    }

    @Test("A line that goes is no end: it goes on where it was")
    func resuming() async throws {
        let mailbox = Self.mailbox()
        let (mail, server, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                try line.answer(try line.next(), mailbox)
                _ = try line.next()
                line.close()
            }, Self.answering(mailbox))
        try save(mail, "~/")
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(asked(server, 1).first?.contains("BODY.PEEK[2]<65536.") == true)
        try await mail.close()
    }

    @Test("A part that takes the line down every time is given up")
    func poison() async throws {
        let mailbox = Self.mailbox()
        let breaking = Script { line in
            try line.openAll(mailbox)
            _ = try line.serve(mailbox, until: "UID FETCH")
            line.close()
        }
        let (mail, server, folder) = try await opened(breaking, breaking, breaking, Self.answering(mailbox))
        try save(mail, "~/")
        try await mail.events(through: "failed 9 connectionFailed")
        try await mail.close()
        #expect(server.connections <= 4)
        #expect(folder.names == ["mailcap"])
    }

    @Test("A mailbox that is gone on the next line ends it")
    func mailboxGone() async throws {
        let mailbox = Self.mailbox()
        let (mail, _, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                _ = try line.next()
                line.close()
            },
            Script { line in
                let select = try line.open(mailbox, until: "SELECT")
                try line.say("\(select.tag) NO [NONEXISTENT] gone")
                while true { try line.answer(try line.next(), mailbox) }
            })
        try save(mail, "~/")
        try await mail.events(through: "failed 9")
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    @Test("Other messages under the old numbers are not taken for it")
    func otherMailbox() async throws {
        let mailbox = Self.mailbox()
        let (mail, _, folder) = try await opened(
            Script { line in
                try line.openAll(mailbox)
                try line.answer(try line.next(), mailbox)
                _ = try line.next()
                line.close()
            }, Self.answering(Self.mailbox(validity: 8)))
        try save(mail, "~/")
        try await mail.events(through: "failed 9 notFound")
        #expect(folder.names == ["mailcap"])
        try await mail.close()
    }

    /// A message with a `winmail.dat` of two files, and a letter.
    private static func packed() -> ScriptedMailbox {
        let package = TNEFSample.stream([
            TNEFSample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            TNEFSample.attribute(2, 0x0001_8010, Array("../plan.pdf\0".utf8)),
            TNEFSample.attribute(2, 0x0006_800F, Array("%PDF-1.4 plan".utf8)),
            TNEFSample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            TNEFSample.attribute(2, 0x0001_8010, Array("words.txt\0".utf8)),
            TNEFSample.attribute(2, 0x0006_800F, Array("Some words.\r\n".utf8)),
        ])
        var mailbox = mailbox(Base64.encode(package), name: "winmail.dat", type: "MS-TNEF")
        mailbox.messages.append(Message(uid: 21, body: Array("letter\r\n".utf8)))
        return mailbox
    }

    @Test("A file in a winmail.dat is saved by itself")
    func innerFile() async throws {
        let (mail, _, folder) = try await opened(Self.answering(Self.packed()))
        try mail.openMessage(20, 8)
        try await mail.events(through: "details")
        try save(mail, "~/", section: "2/1")
        let last = try await mail.events(through: "saved").last ?? ""
        #expect(last == "saved 9 13 \(folder.path)/plan.pdf")
        #expect(folder.octets("plan.pdf") == Array("%PDF-1.4 plan".utf8))
        try save(mail, "~/", 10, section: "2/99")
        #expect(try await mail.events(1) == ["failed 10 notFound"])
        mail.core.send(
            .viewPart(try mail.message(20), section: "2/2", generation: Generation(11), columns: 72))
        #expect(try await mail.events(through: "viewed").last == "viewed 11 : Some words. ")
        try await mail.close()
        #expect(folder.names.contains("mailcap"))
    }

    @Test("What a message has is known while another is read")
    func putAside() async throws {
        let (mail, _, folder) = try await opened(Self.answering(Self.packed()))
        try mail.openMessage(20, 8)
        try await mail.events(through: "message 8")
        try mail.openMessage(21, 10)
        let events = try await mail.events(through: "message 10")
        if !events.contains(where: { $0.hasPrefix("details 8") }) { try await mail.events(through: "details 8") }
        try save(mail, "~/", section: "2/1")
        #expect(try await mail.events(through: "saved").last == "saved 9 13 \(folder.path)/plan.pdf")
        try await mail.close()
    }

    // MARK: Viewing

    @Test("A program makes a text of a part")
    func viewing() async throws {
        let (mail, _, folder) = try await opened(
            Self.answering(Self.mailbox(name: "b.pdf", type: "PDF")),
            mailcap: "application/pdf; wc -c < %s\\; echo $COLUMNS; copiousoutput")
        try view(mail)
        #expect(try await mail.events(through: "viewed").last == "viewed 9 wc: 200000 72 ")
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    @Test(
        "A picture that no screen can show is not fetched, unless a program makes words of it",
        arguments: [false, true])
    func picture(hasRow: Bool) async throws {
        let (mail, server, folder) = try await opened(
            Self.answering(Self.mailbox(name: "b.png", type: "PNG", kind: "IMAGE")),
            mailcap: hasRow ? "image/png; wc -c < %s; copiousoutput" : "")
        folder.write(Array("#!/bin/sh\n".utf8), to: "chafa")
        chmod("\(folder.path)/chafa", 0o700)
        mail.core.send(
            .viewPart(
                try mail.message(20), section: "2", generation: Generation(9), columns: 72, pictures: false))
        if hasRow {
            #expect(try await mail.events(through: "viewed").last == "viewed 9 wc: 200000 ")
        } else {
            #expect(try await mail.events(1) == ["not shown 9 noViewer"])
            #expect(asked(server).isEmpty)
        }
        try await mail.close()
    }

    @Test("A name tells the program where the type says nothing")
    func typeByName() async throws {
        let (mail, _, folder) = try await opened(
            Self.answering(Self.mailbox(name: "Angebot.PDF")), mailcap: "application/pdf; wc -c < %s; copiousoutput")
        try view(mail)
        #expect(try await mail.events(through: "viewed").last == "viewed 9 wc: 200000 ")
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    @Test("What cannot be shown is not fetched")
    func noViewer() async throws {
        let (mail, server, folder) = try await opened(Self.answering(Self.mailbox(name: "b.pdf", type: "PDF")))
        try view(mail)
        #expect(try await mail.events(1) == ["not shown 9 noViewer"])
        try await mail.close()
        #expect(folder.names == ["mailcap"])
        #expect(asked(server).isEmpty)
    }

    @Test("What is too large for a program is not fetched")
    func tooLarge() async throws {
        let (mail, server, folder) = try await opened(
            Self.answering(Self.mailbox(type: "PDF", promised: 40 << 20)),
            mailcap: "application/pdf; cat; copiousoutput")
        try view(mail)
        #expect(try await mail.events(1) == ["not shown 9 tooLarge"])
        try await mail.close()
        #expect(folder.names == ["mailcap"])
        #expect(asked(server).isEmpty)
    }

    @Test("More than a program is given ends it, whatever the server had said")
    func moreThanAProgramGets() async throws {
        let (mail, server, folder) = try await opened(
            Self.answering(
                Self.mailbox(
                    [UInt8](repeating: 0x41, count: ViewerRunner.inputLimit + 1_000_000), type: "PDF", promised: 100)
            ),
            mailcap: "application/pdf; cat; copiousoutput")
        try view(mail)
        #expect(try await mail.events(through: "not shown").last == "not shown 9 tooLarge")
        try await mail.close()
        #expect(asked(server).count < 300)
        #expect(folder.names == ["mailcap"])
    }

    @Test("What the server leaves out of a part that is shown is told")
    func viewedInPart() async throws {
        let (mail, _, _) = try await opened(
            Self.answering(Self.mailbox([], name: "a.tar", type: "X-TAR", promised: 5000)))
        try view(mail)
        while true {
            guard case .partViewed(_, let shown) = try await mail.next() else { continue }
            #expect(shown.missing == ByteSize(5000))
            #expect(shown.fileCount == 0)
            break
        }
        try await mail.close()
    }

    @Test("Given up at any moment, no program runs on and nothing is left", arguments: 0..<12)
    func cancellingAView(step: Int) async throws {
        let mailbox = Self.mailbox(type: "PDF")
        let (mail, _, folder) = try await opened(
            Self.answering(mailbox), mailcap: "application/pdf; sleep 60; copiousoutput")
        try view(mail)
        for _ in 0..<min(step, 3) { try await mail.events(through: "progress") }
        for _ in 0..<step * 20 { await Task.yield() }
        mail.core.send(.cancel(generation: Generation(9)))
        try await mail.settle()
        try await mail.close()
        #expect(folder.names == ["mailcap"])
        #expect(mail.untaken.filter { $0.hasPrefix("viewed") || $0.hasPrefix("not shown") }.isEmpty)
    }

    @Test("A text that is sent as octets is shown without a program")
    func textByName() async throws {
        let (mail, _, _) = try await opened(
            Self.answering(
                Self.mailbox(
                    Base64.encode(Array("Gr\u{FC}\u{DF}e\r\n".unicodeScalars.map { UInt8($0.value) })), name: "a.txt")))
        try view(mail)
        let last = try await mail.events(through: "viewed").last
        #expect(last == "viewed 9 : Grüße ")
        try await mail.close()
    }

    @Test("Where no row of the mailcap holds, an archive is listed")
    func rowsThatDoNotHold() async throws {
        let archive = Base64.encode(Self.tape("a.txt") + [UInt8](repeating: 0, count: 1024))
        let (mail, _, folder) = try await opened(
            Self.answering(Self.mailbox(archive, name: "a.tar", type: "X-TAR")),
            mailcap: "application/x-tar; tar tf %s; copiousoutput; test=false")
        try view(mail)
        #expect(try await mail.events(through: "viewed").last == "viewed 9 : 1 files")
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    @Test("A program that fails is told with its words")
    func failing() async throws {
        let (mail, _, folder) = try await opened(
            Self.answering(Self.mailbox(type: "PDF")),
            mailcap: "application/pdf; echo kaputt >&2\\; exit 3; copiousoutput")
        try view(mail)
        let last = try await mail.events(through: "not shown").last
        #expect(last == "not shown 9 failed(program: \"echo\", status: 3, message: \"kaputt\")")
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }

    /// The header of an empty file on a tape.
    private static func tape(_ name: String) -> [UInt8] {
        func field(_ text: String, _ width: Int) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: width - text.utf8.count)
        }
        var header = field(name, 100) + field("0000644", 8) + field("0000000", 8) + field("0000000", 8)
        header += field("00000000000", 12) + field("00000000000", 12) + Array("        0".utf8)
        header += field("", 100) + Array("ustar\u{0}00".utf8)
        header += field("", 512 - header.count)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        header.replaceSubrange(
            148..<156, with: Array((String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ").utf8))
        return header
    }

    @Test("The files of an archive are listed without a program, and the dangerous ones told")
    func listing() async throws {
        let archive = Base64.encode(Self.tape("x/a.exe") + [UInt8](repeating: 0, count: 1024))
        let (mail, _, folder) = try await opened(Self.answering(Self.mailbox(archive, name: "a.tar", type: "X-TAR")))
        try view(mail)
        while true {
            guard case .partViewed(_, let shown) = try await mail.next() else { continue }
            #expect(shown.text == nil)
            #expect(shown.files.map(\.name) == ["x/a.exe"])
            #expect(shown.fileCount == 1)
            #expect(shown.warnings.contains { $0.code == .insideArchive && $0.section == "2" })
            break
        }
        try await mail.close()
        #expect(folder.names == ["mailcap"])
    }
}
