import FuzzTargets
import TestSupport
import Testing

@testable import MailGrammar

/// The scripts of imaptest: what its servers must answer is parsed, what its client says is read by the reader that our own
/// commands are held against.
@Suite struct ImaptestTests {
    /// Commands that this program never says.
    static let foreign: Set<String> = ["genurlauth", "urlfetch"]

    @Test(
        .enabled(if: Corpus.isPresent),
        arguments: Corpus.files(under: "imaptest/src/tests").filter { !$0.hasSuffix(".mbox") })
    func `a script is followed to its end`(path: String) throws {
        let script = ImaptestScript(try #require(Corpus.bytes(path)))
        #expect(script.commands.count + script.responses.count > 0)
        for response in script.responses {
            let dialogue = Dialogue(response + Array("\r\n* 7 EXISTS\r\n".utf8))
            let name = String(decoding: response, as: UTF8.self)
            #expect(dialogue.errors == 0 && dialogue.lines.last == "exists 7" && dialogue.lines.count == 2, "\(name)")
            let isForeign =
                dialogue.lines.first?.hasPrefix("unknown URLFETCH") == true
                || dialogue.lines.first?.hasPrefix("unknown GENURLAUTH") == true
            #expect(isForeign || dialogue.lines.first?.hasPrefix("unknown") == false, "\(dialogue.lines)")
            // The scripts leave the text behind a status out.
            #expect(
                dialogue.quirks.all.allSatisfy { $0 == .missingText } || isForeign, "\(name): \(dialogue.quirks.all)")
        }
        for command in script.commands {
            var reader = CommandReader(Array("A1 ".utf8) + command + Array("\r\n".utf8))
            let name = String(decoding: command, as: UTF8.self)
            #expect(throws: Never.self, "\(name)") { try reader.commandLine() }
        }
    }

    @Test(.enabled(if: Corpus.isPresent)) func `there is enough in them`() throws {
        let scripts = try Corpus.files(under: "imaptest/src/tests").filter { !$0.hasSuffix(".mbox") }
            .map { ImaptestScript(try #require(Corpus.bytes($0))) }
        let commands = scripts.reduce(0) { $0 + $1.commands.count }
        let responses = scripts.reduce(0) { $0 + $1.responses.count }
        print("imaptest: \(commands) commands, \(responses) responses")
        #expect(commands > 350 && responses > 350)
    }
}

/// Commands that are answered with OK, and responses, their variables filled in and their literals written out.
private struct ImaptestScript {
    var commands: [[UInt8]] = []
    var responses: [[UInt8]] = []

    init(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: ASCII.lf, omittingEmptySubsequences: false).map {
            line -> ArraySlice<UInt8> in
            line.last == ASCII.cr ? line.dropLast() : line
        }[...]
        // The header: `state: auth` and such, up to an empty line.
        while let line = lines.first, line.contains(ASCII.colon), line.first != ASCII.star { lines.removeFirst() }
        while let line = lines.popFirst() {
            var whole = Self.filled(line)
            while whole.suffix(3) == Array("{{{".utf8) {
                var literal: [UInt8] = []
                while let next = lines.popFirst() {
                    if next.starts(with: Array("}}}".utf8)) {
                        whole.removeLast(3)
                        whole += Array("{\(literal.count)}\r\n".utf8) + literal + Self.filled(next.dropFirst(3))
                        break
                    }
                    literal += Array(next) + [ASCII.cr, ASCII.lf]
                }
                if lines.isEmpty { break }
            }
            add(whole)
        }
    }

    private mutating func add(_ line: [UInt8]) {
        var line = line[...]
        if line.count > 2, ASCII.isDigit(line[0]), line[1] == ASCII.space { line = line.dropFirst(2) }
        if line.starts(with: Array("* ".utf8)) || line.starts(with: Array("! ".utf8)) {
            // `! bye`: any; `status x ()`: none at all.
            responses.append(Array("* ".utf8) + line.dropFirst(2))
        } else if line.starts(with: Array("ok ".utf8)) {
            let command = Array(line.dropFirst(3))
            let words = command.split(separator: ASCII.space).map { String(decoding: $0, as: UTF8.self).lowercased() }
            // `append` without a message is imaptest's own short form.
            let isShort = words.first == "append" && !command.contains(ASCII.openBrace)
            guard let verb = words.first, !ImaptestTests.foreign.contains(verb), !isShort else { return }
            commands.append(command)
        }
    }

    /// `$mailbox`, `${sep}`, `$uid1` and `$$keyword` as something that could stand there.
    private static func filled(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var index = line.startIndex
        while index < line.endIndex {
            guard line[index] == ASCII.dollar else {
                result.append(line[index])
                index += 1
                continue
            }
            index += 1
            let isKeyword = index < line.endIndex && line[index] == ASCII.dollar
            if isKeyword { index += 1 }
            let hasBraces = index < line.endIndex && line[index] == ASCII.openBrace
            if hasBraces { index += 1 }
            let start = index
            while index < line.endIndex,
                ASCII.isLetter(line[index]) || ASCII.isDigit(line[index]) || line[index] == 0x5F
            { index += 1 }
            let name = String(decoding: line[start..<index], as: UTF8.self)
            if hasBraces, index < line.endIndex { index += 1 }
            let isWord = result.isEmpty || result.last == ASCII.space
            result += value(name, isKeyword: isKeyword, isWord: isWord).utf8
        }
        return result
    }

    private static func value(_ name: String, isKeyword: Bool, isWord: Bool) -> String {
        if isKeyword { return "$" + name }
        switch name {
        case "mailbox", "root", "username", "user", "domain": return "box"
        case "sep", "inboxsep": return isWord ? "\"/\"" : "/"
        case "tag", "searchtag": return "\"A1\""
        case let name where name.hasPrefix("date"): return "\"17-Jul-1996 02:44:25 -0700\""
        case let name where name.hasPrefix("hdr") || name.hasPrefix("full"): return "\"x\""
        // UIDs, numbers, positions; `$` alone is the saved result.
        case "": return "$"
        default: return "7"
        }
    }
}
