@testable import MailGrammar

/// A response as one line of text that shows everything in it, for tables of expectations and for comparing two parses.
func render(_ response: Response, _ batch: ResponseBatch) -> String {
    let words = { (range: IndexRange) in "(" + batch.strings(range).joined(separator: " ") + ")" }
    switch response {
    case .tagged(let tag, let condition, let text):
        return "tagged \(batch.string(tag)) \(condition) \(render(text, batch))"
    case .untagged(let condition, let text): return "\(condition) \(render(text, batch))"
    case .continuation(let text): return "continue \(show(text, batch))"
    case .capability(let range): return "capability \(words(range))"
    case .enabled(let range): return "enabled \(words(range))"
    case .list(let listing): return "list \(render(listing, batch))"
    case .lsub(let listing): return "lsub \(render(listing, batch))"
    case .status(let status): return render(status, batch)
    case .flags(let range): return "flags \(words(range))"
    case .search(let range, let sequence):
        return "search \(batch.numbers(range).map(String.init).joined(separator: ","))"
            + (sequence.map { " modseq=\($0.rawValue)" } ?? "")
    case .sort(let range, let sequence):
        return "sort \(batch.numbers(range).map(String.init).joined(separator: ","))"
            + (sequence.map { " modseq=\($0.rawValue)" } ?? "")
    case .extendedSearch(let search): return render(search, batch)
    case .exists(let count): return "exists \(count)"
    case .recent(let count): return "recent \(count)"
    case .expunge(let sequence): return "expunge \(sequence.rawValue)"
    case .vanished(let set, let earlier): return "vanished\(earlier ? " earlier" : "") \(set.wireForm)"
    case .fetch(let index): return render(batch.rows[index], batch)
    case .id(let range): return "id \(render(parameters: range, batch))"
    case .namespace(let namespaces):
        let entries = { (list: [Namespaces.Entry]) in
            "[" + list.map { "\(show($0.prefix, batch)) \(show(delimiter: $0.delimiter))" }.joined(separator: ", ")
                + "]"
        }
        return
            "namespace \(entries(namespaces.personal)) \(entries(namespaces.otherUsers)) \(entries(namespaces.shared))"
    case .thread(let range): return "thread \(render(threads: range, batch))"
    case .quota(let quota):
        let resources = batch.quotas(quota.resources).map { "\(batch.string($0.resource)) \($0.usage)/\($0.limit)" }
        return "quota \(show(quota.root, batch)) (\(resources.joined(separator: ", ")))"
    case .quotaRoot(let mailbox, let roots): return "quotaroot \(show(mailbox, batch)) [\(shown(roots, batch))]"
    case .accessList(let mailbox, let range): return "acl \(show(mailbox, batch)) \(render(parameters: range, batch))"
    case .listRights(let rights):
        return "listrights \(show(rights.mailbox, batch)) \(show(rights.identifier, batch)) "
            + "\(show(rights.required, batch)) [\(shown(rights.optional, batch))]"
    case .myRights(let mailbox, let rights): return "myrights \(show(mailbox, batch)) \(show(rights, batch))"
    case .metadata(let mailbox, let range):
        return "metadata \(show(mailbox, batch)) \(render(parameters: range, batch))"
    case .metadataChanged(let mailbox, let range):
        return "metadata changed \(show(mailbox, batch)) [\(shown(range, batch))]"
    case .unknown(let name, let number, let tail):
        return "unknown \(batch.string(name))" + (number.map { " \($0)" } ?? "") + " \(show(tail, batch))"
    }
}

private func shown(_ range: IndexRange, _ batch: ResponseBatch) -> String {
    batch.slices(range).map { show($0, batch) }.joined(separator: " ")
}

/// `1(2(3),4)`: children in parentheses; `-` for a message that is not there.
func render(threads range: IndexRange, _ batch: ResponseBatch) -> String {
    var text = ""
    var depth = 0
    for (index, node) in batch.threads(range).enumerated() {
        if index > 0 {
            if node.depth > depth { text += "(" }
            text += String(repeating: ")", count: max(0, depth - Int(node.depth)))
            if node.depth <= depth { text += "," }
        }
        depth = Int(node.depth)
        text += node.number == 0 ? "-" : String(node.number)
    }
    return text + String(repeating: ")", count: depth)
}

/// `NIL`, `"text"` with controls and eight-bit bytes as `\xNN`, or `streamed(size)`.
func show(_ slice: ByteSlice, _ batch: ResponseBatch) -> String {
    if slice.isAbsent { return "NIL" }
    if slice.streamedID != nil { return "streamed(\(batch.streamedLiteral(slice)?.size ?? 0))" }
    return "\"" + show(bytes: batch[slice]) + "\""
}

func show(bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        switch byte {
        case 0x0D: "\\r"
        case 0x0A: "\\n"
        case 0x20..<0x7F: String(UnicodeScalar(byte))
        default: "\\x" + String(byte, radix: 16, uppercase: true)
        }
    }.joined()
}

private func show(delimiter: UInt8?) -> String { delimiter.map { String(UnicodeScalar($0)) } ?? "NIL" }

private func render(_ text: StatusText, _ batch: ResponseBatch) -> String {
    (text.code.map { "[\(render($0, batch))] " } ?? "") + show(text.text, batch)
}

private func wire(_ ranges: [ClosedRange<UID>]) -> String {
    wire(ranges.map { $0.lowerBound.rawValue...$0.upperBound.rawValue })
}

private func wire(_ ranges: [ClosedRange<UInt32>]) -> String {
    ranges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
        .joined(separator: ",")
}

private func render(_ code: ResponseCode, _ batch: ResponseBatch) -> String {
    switch code {
    case .capability(let range): "capability (\(batch.strings(range).joined(separator: " ")))"
    case .permanentFlags(let range): "permanentFlags (\(batch.strings(range).joined(separator: " ")))"
    case .uidNext(let uid): "uidNext \(uid?.rawValue ?? 0)"
    case .uidValidity(let validity): "uidValidity \(validity.rawValue)"
    case .unseen(let sequence): "unseen \(sequence.rawValue)"
    case .highestModSequence(let sequence): "highestModSequence \(sequence.rawValue)"
    case .appendUID(let validity, let set): "appendUID \(validity.rawValue) \(set.wireForm)"
    case .copyUID(let validity, let source, let target): "copyUID \(validity.rawValue) \(wire(source)) \(wire(target))"
    case .modified(let ranges): "modified \(wire(ranges))"
    case .badCharset(let range): "badCharset (\(batch.strings(range).joined(separator: " ")))"
    case .referral(let url): "referral \(show(url, batch))"
    case .mailboxID(let id): "mailboxID \(show(id, batch))"
    case .metadataLongEntries(let octets): "metadataLongEntries \(octets)"
    case .metadataMaxSize(let octets): "metadataMaxSize \(octets)"
    case .noUpdate(let tag): "noUpdate \(show(tag, batch))"
    case .badEvent(let range): "badEvent (\(batch.strings(range).joined(separator: " ")))"
    case .badURL(let url): "badURL \(show(url, batch))"
    case .inProgress(let tag, let done, let goal):
        "inProgress \(show(tag, batch)) \(done.map { "\($0)" } ?? "NIL") \(goal.map { "\($0)" } ?? "NIL")"
    case .messageLimit(let limit, let uid): "messageLimit \(limit) \(uid.map { "\($0.rawValue)" } ?? "NIL")"
    case .unknown(let name, let arguments): "unknown \(batch.string(name)) \(show(arguments, batch))"
    default: "\(code)"
    }
}

private func render(_ listing: MailboxListing, _ batch: ResponseBatch) -> String {
    "(\(batch.strings(listing.attributes).joined(separator: " "))) \(show(delimiter: listing.delimiter)) "
        + show(listing.name, batch) + (listing.oldName.isAbsent ? "" : " old=\(show(listing.oldName, batch))")
        + (listing.childInfo.isEmpty ? "" : " children=[\(shown(listing.childInfo, batch))]")
        + (listing.extended.isEmpty ? "" : " \(render(parameters: listing.extended, batch))")
}

private func render(_ status: MailboxStatus, _ batch: ResponseBatch) -> String {
    var text = "status \(show(status.name, batch))"
    if let value = status.messages { text += " messages=\(value)" }
    if let value = status.recent { text += " recent=\(value)" }
    if let value = status.unseen { text += " unseen=\(value)" }
    if let value = status.deleted { text += " deleted=\(value)" }
    if let value = status.uidNext { text += " uidNext=\(value.rawValue)" }
    if let value = status.uidValidity { text += " uidValidity=\(value.rawValue)" }
    if let value = status.highestModSequence { text += " modseq=\(value.rawValue)" }
    if let value = status.size { text += " size=\(value.octets)" }
    if let value = status.appendLimit { text += " appendLimit=\(value.octets)" }
    if let value = status.deletedStorage { text += " deletedStorage=\(value)" }
    if !status.mailboxID.isAbsent { text += " id=\(show(status.mailboxID, batch))" }
    return text
}

private func render(_ search: ExtendedSearch, _ batch: ResponseBatch) -> String {
    var text = "esearch tag=\(show(search.tag, batch))" + (search.isUID ? " uid" : "")
    if !search.mailbox.isAbsent { text += " mailbox=\(show(search.mailbox, batch))" }
    if let value = search.uidValidity { text += " uidValidity=\(value.rawValue)" }
    if let value = search.min { text += " min=\(value)" }
    if let value = search.max { text += " max=\(value)" }
    if let value = search.count { text += " count=\(value)" }
    if let value = search.all { text += " all=\(wire(value))" }
    if let value = search.modSequence { text += " modseq=\(value.rawValue)" }
    if let value = search.partial { text += " partial=\(value.lower):\(value.upper)=\(wire(value.numbers))" }
    for update in search.updates {
        text += " \(update.isRemoval ? "remove" : "add")@\(update.position)=\(wire(update.numbers))"
    }
    return text
}

private func render(parameters range: IndexRange, _ batch: ResponseBatch) -> String {
    "{" + batch.parameters(range).map { "\(show($0.name, batch))=\(show($0.value, batch))" }.joined(separator: " ")
        + "}"
}

private func render(_ row: FetchRow, _ batch: ResponseBatch) -> String {
    var text = "fetch \(row.sequence.rawValue)"
    if let uid = row.uid { text += " uid=\(uid.rawValue)" }
    if let size = row.size { text += " size=\(size.octets)" }
    if let sequence = row.modSequence { text += " modseq=\(sequence.rawValue)" }
    if let date = row.internalDate { text += " date=\(date.secondsSince1970)/\(date.zoneMinutes)" }
    if let flags = row.flags { text += " flags=(\(batch.strings(flags).joined(separator: " ")))" }
    if let envelope = batch.envelope(row) { text += " " + render(envelope, batch) }
    if !row.parts.isEmpty {
        let parts = batch.parts(row)
        text += " parts=["
        text += parts.indices.map { render(parts[$0], index: $0 - parts.startIndex, row, batch) }.joined(
            separator: " | ")
        text += "]"
    }
    for section in batch.sections(row) {
        let origin = section.origin.map { "<\($0)>" } ?? ""
        text += " \(section.kind)[\(show(bytes: batch[section.section]))]\(origin)=\(show(section.data, batch))"
    }
    for size in batch.binarySizes(row) {
        text += " binarySize[\(show(bytes: batch[size.section]))]=\(size.size.octets)"
    }
    for extra in batch.extras(row) { text += " \(show(bytes: batch[extra.name]))=\(show(extra.value, batch))" }
    if !row.emailID.isAbsent { text += " emailID=\(show(row.emailID, batch))" }
    if !row.threadID.isAbsent { text += " threadID=\(show(row.threadID, batch))" }
    if !row.preview.isAbsent { text += " preview=\(show(row.preview, batch))" }
    if let date = row.saveDate { text += " saved=\(date.secondsSince1970)" }
    if let labels = row.gmailLabels { text += " labels=(\(batch.strings(labels).joined(separator: " ")))" }
    if let id = row.gmailMessageID { text += " msgid=\(id)" }
    if let id = row.gmailThreadID { text += " thrid=\(id)" }
    return text
}

func render(_ envelope: Envelope, _ batch: ResponseBatch) -> String {
    func list(_ name: String, _ range: IndexRange) -> String {
        guard !range.isEmpty else { return "" }
        let addresses = batch.addresses(range).map { address in
            switch address.kind {
            case .address: "\(show(address.name, batch))<\(show(address.mailbox, batch))@\(show(address.host, batch))>"
            case .groupStart: "group \(show(address.mailbox, batch)):"
            case .groupEnd: ";"
            }
        }
        return " \(name)=\(addresses.joined(separator: ","))"
    }
    return "env{\(show(envelope.date, batch)) \(show(envelope.subject, batch))" + list("from", envelope.from)
        + list("sender", envelope.sender) + list("reply", envelope.replyTo) + list("to", envelope.to)
        + list("cc", envelope.cc) + list("bcc", envelope.bcc)
        + " inReplyTo=\(show(envelope.inReplyTo, batch)) id=\(show(envelope.messageID, batch))}"
}

private func render(_ part: BodyPart, index: Int, _ row: FetchRow, _ batch: ResponseBatch) -> String {
    var text = "\(batch.sectionNumber(ofPart: index, in: row)):\(part.kind)@\(part.depth)"
    text += " \(show(part.type, batch))/\(show(part.subtype, batch))"
    if !part.parameters.isEmpty { text += " \(render(parameters: part.parameters, batch))" }
    if part.kind != .multipart { text += " enc=\(show(part.encoding, batch)) size=\(part.size)" }
    if let lines = part.lines { text += " lines=\(lines)" }
    if part.children > 0 { text += " children=\(part.children)" }
    if !part.id.isAbsent { text += " id=\(show(part.id, batch))" }
    if !part.description.isAbsent { text += " desc=\(show(part.description, batch))" }
    if !part.md5.isAbsent { text += " md5=\(show(part.md5, batch))" }
    if !part.disposition.isAbsent { text += " disp=\(show(part.disposition, batch))" }
    if !part.dispositionParameters.isEmpty { text += render(parameters: part.dispositionParameters, batch) }
    if !part.languages.isEmpty { text += " lang=(\(batch.strings(part.languages).joined(separator: " ")))" }
    if !part.location.isAbsent { text += " loc=\(show(part.location, batch))" }
    if let index = part.envelope { text += " " + render(batch.envelopes[index], batch) }
    return text
}

/// What a stream gives, framed and parsed, one line an event.
struct Dialogue {
    var lines: [String] = []
    var quirks = IMAPQuirks()
    var errors = 0
    /// Bytes of the last response that are still in the framer.
    var leftover = false
    var framingError: IMAPFramingError?

    /// Feeds `stream` in pieces cut at `cuts` (ascending).
    init(_ stream: [UInt8], cutAt cuts: [Int] = [], limits: IMAPLimits = IMAPLimits()) {
        var framer = IMAPFramer(limits: limits)
        let parser = ResponseParser(limits: limits)
        var batch = ResponseBatch()
        var streamed: [UInt8] = []
        var from = 0
        do throws(IMAPFramingError) {
            for cut in cuts + [stream.count] {
                framer.append(stream[from..<cut])
                from = cut
                while let event = try framer.next() {
                    switch event {
                    case .response(let frame):
                        do throws(IMAPParseError) {
                            let response = try parser.parse(frame, from: framer, into: &batch)
                            lines.append(render(response, batch))
                        } catch {
                            errors += 1
                            lines.append("error \(error.kind) at \(error.offset)")
                        }
                        quirks.formUnion(batch.quirks)
                        batch.removeAll()
                    case .literalBegin(let prefix, let literal):
                        let target = parser.streamTarget(of: prefix, from: framer)
                        lines.append(
                            "begin \(literal.size) of \(target.map { "\($0.sequence.rawValue) uid \($0.uid?.rawValue ?? 0) [\(show(bytes: $0.section))]" } ?? "unknown")"
                        )
                        streamed = []
                    case .literalChunk(let chunk):
                        framer.withBytes(of: chunk) { streamed += $0 }
                    case .literalEnd(let literal):
                        lines.append(
                            "end \(literal.size) sum \(streamed.count) \(streamed.reduce(0) { ($0 &* 31) &+ Int($1) })")
                    }
                }
            }
        } catch {
            framingError = error
            lines.append("framing error \(error)")
        }
        quirks.formUnion(framer.quirks)
        leftover = framer.hasBufferedBytes
    }

    init(_ stream: String, limits: IMAPLimits = IMAPLimits()) { self.init(Array(stream.utf8), limits: limits) }
}
