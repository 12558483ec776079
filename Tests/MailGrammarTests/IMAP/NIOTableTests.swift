import FuzzTargets
import TestSupport
import Testing

@testable import MailGrammar

/// swift-nio-imap's grammar tests. Fragments of responses are put into a whole response and parsed; fragments of commands are
/// read by the reader that our own commands are held against.
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
        "encodedMailbox": ("* LIST () NIL ", ""), "capability": ("* CAPABILITY ", ""),
        "capabilitySuffix": ("* CAPABILITY", ""), "objectID": ("* OK [MAILBOXID (", ")] x"),
        "emailAddress": ("* 1 FETCH (ENVELOPE (NIL NIL (", ") NIL NIL NIL NIL NIL NIL NIL))"),
        "fetchResponseStart": ("", ")"), "fetchStreamingResponse": ("* 1 FETCH (", " NIL)"),
        "gmailLabel": ("* 1 FETCH (X-GM-LABELS (", "))"), "mailboxAttribute": ("* STATUS x (", ")"),
        "namespaceResponseExtension": ("* NAMESPACE ((\"\" \"/\"", ")) NIL NIL"),
        "childinfoExtendedItem": ("* LIST () NIL x (", ")"), "text": ("* OK ", ""),
        "stringAllowingNonASCII": ("* 1 FETCH (PREVIEW ", ")"),
        "taggedExtensionComplex": ("* LIST () NIL x (\"X-NEW\" ", ")"),
    ]

    /// What this program neither says nor hears, by the reason.
    static let foreign: [String: [String]] = [
        "URLs of IMAP and URLAUTH (RFC 5092, RFC 4467)": [
            "fullAuthenticatedURL", "rumpAuthenticatedURL", "absoluteMessagePath", "authenticatedURLRump", "achar",
            "bchar",
            "uchar", "byteRange", "parseWithSlash", "parseWithoutSlash", "encodedAuthenticationType",
            "encodedAuthenticationURL", "encodedSearch", "encodedSearchQuery", "encodedSection", "encodedUser",
            "genURLAuthSuffix", "resetKeySuffix", "imapServer", "imapURL", "mailboxUIDValidity", "mechanismBase64",
            "messagePath", "networkPath", "rumpURLAndMechanism", "urlAuthenticationMechanism", "urlCommand",
            "urlFetchData",
            "urlFetchSuffix", "urlFetchType", "urlMessageSectionWithSlash", "userAuthenticationMechanism", "fullDate",
            "fullDateTime", "fullTime", "fourDigit",
        ],
        "search over several mailboxes (RFC 7377)": [
            "esearchSuffix", "extendedSearchOptions", "extendedSearchScopeOptions", "extendedSearchSourceOptions",
        ],
        "annotations and modification sequences of single flags (RFC 5257, RFC 7162, section 3.1.5)": [
            "entries", "entryFlagName", "entryKindRequest", "entryKindResponse", "entryList", "entryValues",
        ],
        "named filters (RFC 5466)": ["filterName"],
        "options that no extension defines (RFC 4466)": [
            "optionExtension", "optionValue", "optionValueComp", "optionVendorTag", "vendorToken", "parameter",
            "parameterValue", "searchReturnOptionExtension",
        ],
        "setting Gmail's labels": ["storeGmailLabels"],
    ]

    /// Where this parser answers otherwise, and why that is right for it.
    static let differences: [String: [String]] = [
        "complete in itself: what stands behind it in a whole response comes next": [
            "nzNumber incompleteMessage 1234", "partialRange incompleteMessage 1:2", "capability incompleteMessage ",
            "childinfoExtendedItem incompleteMessage ", "gmailLabel incompleteMessage ", "text incompleteMessage a",
        ],
        "a leniency, named in the table of quirks": [
            // controlInQuoted, atomForString, missingTag
            #"namespaceDescription failure ("str" "\r")"#, "nstring incompleteMessage NI",
            "searchCorrelator failure  (UIDVALIDITY 5)",
        ],
        "`STATUS x ()` is complete, Courier sends it": ["mailboxStatus incompleteMessage "],
        "RFC 9208 has no quota root at all for such a mailbox": ["responsePayload failure QUOTAROOT INBOX"],
        "leading zeros are read; net-imap has a server that writes them": ["nzNumber failure 0123"],
        "both ends are reported as they came; no range of ours is made of them": ["partialRange failure -10:20"],
        "a space before the parenthesis does no harm": [#"searchCorrelator failure  (TAG "test1" MAILBOX "mb" )"#],
        "a text for a person may hold anything but a line end": [#"text failure \r"#],
        "a section without its brackets, which no response has": ["fetchStreamingResponse success BODY<0>"],
        "a line ends with CR LF": [#"newline success \n"#, #"newline success \r"#],
        "commands that this program never says (RFC 7377, drafts)": [
            "command success ESEARCH ALL", "command success UIDBATCHES 500 22:22", "command success GETJMAPACCESS",
        ],
        "search keys that this program never says (RFC 5466, a draft)": [
            "searchKey success FILTER something", "searchKey success UIDAFTER $",
        ],
        "setting Gmail's labels": ["storeData success -X-GM-LABELS (bar)"],
        "an option that no extension defines: the reader takes only what means something": [
            "appendOptions success  name1 1:2 name2 2:3 name3 3:4", "command success RENAME box5 box6 (test1 test2)",
            "createParameter success param", "createParameter incompleteMessage param",
            "createParameter incompleteMessage param 1", "createParameters success  (param1 param2)",
            "createParameters incompleteMessage  (param1", "createSuffix success  inbox (some)",
            "examineSuffix success EXAMINE inbox (number)", "fetchModifier success test 1",
            "fetchSuffix success  3:5 FAST (name)", "getMetadataSuffix incompleteMessage  (key",
            "getMetadataSuffix incompleteMessage  (key value", "listSelectOption success MYEXT",
            "metadataOption success param", "returnOption success MYEXT", "searchReturnOptions success  RETURN (m1 m2)",
            "selectParameter incompleteMessage test ", "selectSuffix success  inbox (some1)",
            "storeModifier incompleteMessage test 1", "storeModifier success test 1",
            #"storeSuffix success  1 (label UNCHANGEDSINCE 5) -FLAGS \seen"#,
            #"storeSuffix success  1 (label) -FLAGS \seen"#,
            "uidSuffix success  STORE 1 (UNCHANGEDSINCE 5 test) +FLAGS (Test)",
        ],
    ]

    @Test(.enabled(if: Corpus.isPresent)) func `every row is answered alike, or the difference has a reason`() throws {
        let bytes = try #require(Corpus.bytes("tables/swift-nio-imap-parse.json"))
        let table = try #require(JSON(bytes))
        let rows = table["rows"]?.array ?? []
        let foreign = Set(Self.foreign.values.flatMap(\.self))
        let differences = Set(Self.differences.values.flatMap(\.self))
        var used = Set<String>()
        var counts = (responses: 0, commands: 0, foreign: 0)
        for row in rows {
            let parser = row["parser"]?.string ?? ""
            let input = try #require(row["input"]?.string)
            let expected = try #require(row["expected"]?.string)
            let isAlike: Bool
            let seen: String
            if foreign.contains(parser) {
                counts.foreign += 1
                continue
            } else if let frame = Self.frames[parser] {
                counts.responses += 1
                (isAlike, seen) = Self.compare(response: input, frame, expected)
            } else {
                counts.commands += 1
                let production = try #require(CommandReader.productions[parser], "\(parser)")
                (isAlike, seen) = Self.compare(command: input, row["terminator"]?.string ?? "", production, expected)
            }
            let key = "\(parser) \(expected) \(input.replacing("\r", with: "\\r").replacing("\n", with: "\\n"))"
            if !isAlike { used.insert(key) }
            if !differences.contains(key) { #expect(isAlike, "\(key): \(seen)") }
        }
        print("\(counts) rows compared, \(used.count) differ with a reason")
        #expect(counts.responses + counts.commands + counts.foreign == rows.count && rows.count == 698)
        #expect(differences.subtracting(used).isEmpty, "a difference listed that is none")
    }

    private static func compare(
        response input: String, _ frame: (before: String, after: String), _ expected: String
    ) -> (Bool, String) {
        let trimmed = input.hasSuffix("\r\n") && frame.after.isEmpty ? String(input.dropLast()) : input
        let dialogue = Dialogue(frame.before + trimmed + frame.after + "\r\n* 7 EXISTS\r\n")
        let isRead = dialogue.lines.count == 2 && dialogue.errors == 0 && dialogue.lines.last == "exists 7"
        return (isRead == (expected == "success"), "\(dialogue.lines)")
    }

    private static func compare(
        command input: String, _ terminator: String, _ production: CommandReader.Production, _ expected: String
    ) -> (Bool, String) {
        if expected == "incompleteMessage" {
            // More could follow: the reader looked for it.
            var reader = CommandReader(Array(input.utf8))
            do throws(CommandReader.Rejection) { try production(&reader) } catch {}
            return (reader.wantsMore, "read to \(reader.position)")
        }
        var reader = CommandReader(Array((input + terminator).utf8))
        do throws(CommandReader.Rejection) {
            try production(&reader)
            return (expected == "success" && reader.position == input.utf8.count, "read to \(reader.position)")
        } catch {
            return (expected == "failure", "rejected at \(error.position)")
        }
    }
}
