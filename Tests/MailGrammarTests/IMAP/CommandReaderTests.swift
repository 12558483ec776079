import FuzzTargets
import Testing

@testable import MailGrammar

/// Every command of the tables as a strict server reads it.
@Suite struct CommandReaderTests {
    @Test(arguments: [CommandEncoder.LiteralSupport.synchronising, .minus, .plus], [false, true])
    func `what the encoder says, a strict server reads`(support: CommandEncoder.LiteralSupport, isUTF8: Bool) throws {
        let rows = CommandEncoderTests.rows + ExtensionCommandTests.rows
        for row in rows {
            let commands = try CommandEncoderTests.encode(row.command) {
                $0.literals = support
                $0.utf8Accepted = isUTF8
            }
            for command in commands {
                var reader = CommandReader(command)
                #expect(throws: Never.self, "\(row.wire)") { try reader.commandLine() }
            }
        }
    }

    @Test(arguments: [
        "A1 NOOP", "A1 NOOP\r\nA2 LOGOUT\r\n", "A1 NOOP \r\n", "A1  NOOP\r\n", " NOOP\r\n", "A+ NOOP\r\n",
        "A1 NOOPS\r\n",
        "A1 LOGIN a\r\n", "A1 LOGIN \"a\r\n\" b\r\n", "A1 LOGIN {3}\r\na\0b c\r\n", "A1 LOGIN {9}\r\na b\r\n",
        "A1 LOGIN a \"\\b\"\r\n", "A1 SELECT a b\r\n", "A1 SELECT a (X)\r\n", "A1 FETCH 0 UID\r\n", "A1 FETCH 1 ()\r\n",
        "A1 FETCH 1 BODY[MIME]\r\n", "A1 FETCH 1 BODY[]<0.0>\r\n", "A1 STORE 1 FLAGS\r\n", "A1 SEARCH\r\n",
        "A1 SEARCH ()\r\n",
        "A1 SEARCH RETURN (PARTIAL -1:5) ALL\r\n", "A1 SORT () UTF-8 ALL\r\n", "A1 THREAD X UTF-8 ALL\r\n",
        "A1 THREAD REFS ALL\r\n", "A1 APPEND x\r\n", "A1 APPEND x {1}\r\n",
        "A1 APPEND x \"1-Jan-2026 00:00:00 +0000\" {1}\r\na\r\n",
        "A1 APPEND x UTF8 ({1}\r\na)\r\n", "A1 NOTIFY SET\r\n", "A1 NOTIFY SET (SELECTED)\r\n",
        "A1 NOTIFY SET (MAILBOXES NONE)\r\n",
        "A1 SETQUOTA x\r\n", "A1 SETQUOTA x (STORAGE)\r\n", "A1 SETACL x y\r\n", "A1 GETMETADATA x\r\n",
        "A1 SETMETADATA x (/a)\r\n",
        "A1 CANCELUPDATE A1\r\n", "A1 CREATE x (USE ())\r\n", "A1 LIST \"\"\r\n", "A1 UID NOOP\r\n",
    ])
    func `the reader takes nothing else`(line: String) {
        var reader = CommandReader(Array(line.utf8))
        #expect(throws: CommandReader.Rejection.self) { try reader.commandLine() }
    }

    @Test func `depth without end is refused`() {
        let line = "A1 SEARCH " + String(repeating: "NOT ", count: 10_000) + "ALL\r\n"
        var reader = CommandReader(Array(line.utf8))
        #expect(throws: CommandReader.Rejection.self) { try reader.commandLine() }
    }
}
