import TestSupport
import Testing

@testable import MailGrammar

/// The response side of swift-nio-imap's grammar tests: the same inputs, put into a whole response.
@Suite struct NIOTableTests {
    /// Where a fragment of the grammar stands in a response.
    static let frames: [String: (before: String, after: String)] = [
        "responseTextCode": ("* OK [", "] x"), "responseText": ("* OK ", ""), "taggedResponseState": ("A1 ", ""),
        "taggedResponse": ("", ""), "responseData": ("", ""), "continuationRequest": ("", ""),
        "mailboxData": ("* ", ""), "messageData": ("* ", ""), "responsePayload": ("* ", ""), "enableData": ("* ", ""),
        "capabilityData": ("* ", ""), "metadataResponse": ("* ", ""), "mailboxStatus": ("* STATUS x (", ")"),
        "searchReturnData": ("* ESEARCH (TAG \"a\") ", ""), "extendedSearchResponse": ("* ESEARCH", ""),
        "searchCorrelator": ("* ESEARCH", ""), "searchSortModificationSequence": ("* SEARCH 1 ", ""),
        "partialRange": ("* ESEARCH (TAG \"a\") PARTIAL (", " 1)"), "messageAttribute": ("* 1 FETCH (", ")"),
        "fetchResponse": ("* 1 FETCH (", ")"), "section": ("* 1 FETCH (BODY", " NIL)"),
        "nstring": ("* 1 FETCH (PREVIEW ", ")"), "string": ("* 1 FETCH (PREVIEW ", ")"),
        "astring": ("* LIST () NIL ", ""), "mailboxInfo": ("* LIST ", ""), "flagList": ("* FLAGS ", ""),
        "idParamsList": ("* ID ", ""), "namespaceResponse": ("* NAMESPACE", ""),
        "namespace": ("* NAMESPACE ", " NIL NIL"),
        "namespaceDescription": ("* NAMESPACE (", ") NIL NIL"), "bodyExtension": ("* 1 FETCH (X-NEW ", ")"),
        "bodyParameterPairs": ("* 1 FETCH (BODY (\"text\" \"plain\" ", " NIL NIL \"7bit\" 1 1))"),
        "number": ("* 1 FETCH (RFC822.SIZE ", ")"), "nzNumber": ("* ", " EXPUNGE"),
        "uidValidity": ("* OK [UIDVALIDITY ", "] x"), "messageIdentifierSet": ("* VANISHED ", ""),
        "encodedMailbox": ("* LIST () NIL ", ""),
    ]

    /// Where this parser answers otherwise, and why that is right for it.
    static let differences: [String: String] = [
        "mailboxStatus incompleteMessage ": "`STATUS x ()` is complete, Courier sends it",
        "responsePayload failure QUOTAROOT INBOX": "kept raw as an unknown response",
        "responsePayload failure QUOTA": "kept raw as an unknown response",
        "responsePayload failure QUOTA \"Root\"": "kept raw as an unknown response",
        "responsePayload failure QUOTA \"Root\" (": "kept raw as an unknown response",
        "responsePayload failure QUOTA \"Root\" (STORAGE 10": "kept raw as an unknown response",
        "responsePayload failure QUOTA \"Root\" (STORAGE 10 512 BEANS)": "kept raw as an unknown response",
        "namespaceDescription failure (\"str\" \"\\r\")": "a control in quotes is the quirk controlInQuoted",
        "nzNumber failure 0123": "leading zeros are read; net-imap has a server that writes them",
        "nzNumber incompleteMessage 1234": "complete once the rest of the response stands behind it",
        "partialRange incompleteMessage 1:2": "complete once the rest of the response stands behind it",
        "partialRange failure -10:20": "both ends are reported as they came; no range of ours is made of them",
        "nstring incompleteMessage NI": "an atom in place of a string is the quirk atomForString",
        "searchCorrelator failure  (TAG \"test1\" MAILBOX \"mb\" )": "a space before the parenthesis does no harm",
        "searchCorrelator failure  (UIDVALIDITY 5)": "the quirk missingTag",
    ]

    @Test(.enabled(if: Corpus.isPresent)) func `its rows are answered alike, or the difference has a reason`() throws {
        let bytes = try #require(Corpus.bytes("tables/swift-nio-imap-parse.json"))
        let table = try #require(JSON(bytes))
        var used = Set<String>()
        var compared = 0
        for row in table["rows"]?.array ?? [] {
            let parser = row["parser"]?.string ?? ""
            guard let frame = Self.frames[parser], let input = row["input"]?.string,
                let expected = row["expected"]?.string
            else { continue }
            let trimmed = input.hasSuffix("\r\n") && frame.after.isEmpty ? String(input.dropLast()) : input
            let dialogue = Dialogue(frame.before + trimmed + frame.after + "\r\n* 7 EXISTS\r\n")
            compared += 1
            let isRead = dialogue.lines.count == 2 && dialogue.errors == 0 && dialogue.lines.last == "exists 7"
            let key = "\(parser) \(expected) \(input.replacing("\r", with: "\\r").replacing("\n", with: "\\n"))"
            let isDifferent = isRead != (expected == "success")
            if isDifferent { used.insert(key) }
            if Self.differences[key] == nil { #expect(!isDifferent, "\(key): \(dialogue.lines)") }
        }
        #expect(compared > 130)
        print("\(compared) rows compared, \(used.count) differ with a reason")
        #expect(Set(Self.differences.keys).subtracting(used).isEmpty, "a difference listed that is none")
    }
}
