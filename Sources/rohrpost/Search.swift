import CPlatform
import Glibc
import MailGrammar
import MailKitCore
import Synchronization
import TUI

/// `rohrpost search`: what a query finds in the stores of the accounts. Asks no server.
struct Search {
    /// A message that was found.
    struct Hit: Sendable {
        let account: String
        let mailbox: String
        let row: MessageRow

        fileprivate var moment: Int64 { (row.arrival ?? row.date)?.secondsSince1970 ?? 0 }
    }

    /// What was found in all accounts.
    private struct Outcome: Sendable {
        /// The newest first.
        var hits: [Hit] = []
        /// There are more.
        var isCut = false
        /// Mailboxes that are not kept whole.
        var incomplete = 0
        /// Messages whose texts are not kept.
        var textless = 0
        /// What could not be searched, and why.
        var troubles: [Text] = []
        /// Accounts that were searched.
        var searched = 0
        /// Where the store of the account lies that was found damaged: there is nothing to be searched until it is filled again.
        var setAside: String?
    }

    let wanted: WantedSearch
    let clock: Clock
    /// Writes a text to a descriptor.
    let output: (_ text: String, _ descriptor: Int32) -> Void

    func run() -> ExitCode {
        var outcome = Outcome()
        for account in wanted.accounts { search(account, &outcome) }
        // Each account gives its newest: of all of them the newest are among those.
        outcome.hits.sort { $0.moment > $1.moment }
        if outcome.hits.count > wanted.limit {
            outcome.hits.removeSubrange(wanted.limit...)
            outcome.isCut = true
        }
        output(wanted.isJSON ? json(outcome) : lines(outcome.hits), 1)
        for text in remarks(outcome) { output(text(wanted.language) + "\n", 2) }
        return outcome.searched > 0 ? .ok : .notFound
    }

    // MARK: Searching

    private func search(_ account: AccountConfiguration, _ outcome: inout Outcome) {
        let name = VisibleText.line(account.id.name.utf8, limit: 80)
        guard let folder = wanted.storeFolder, account.store == .disk,
            StoreFile(folder: folder, name: account.fileName).hasContent
        else {
            outcome.troubles.append(SearchOutputTexts.notKept(name))
            return
        }
        let (wanted, clock) = (wanted, clock)
        let found = Self.waited { () async -> Result<Outcome?, StoreError> in
            do throws(StoreError) {
                return .success(try await Self.look(for: wanted, in: account, folder, clock))
            } catch {
                return .failure(error)
            }
        }
        switch found {
        case .success(let one?):
            if let path = one.setAside {
                outcome.troubles.append(SearchOutputTexts.damaged(name, path))
                return
            }
            outcome.hits += one.hits
            outcome.isCut = outcome.isCut || one.isCut
            outcome.incomplete += one.incomplete
            outcome.textless += one.textless
            outcome.searched += 1
        case .success(nil):
            let mailbox = VisibleText.line((wanted.mailbox ?? .inbox).name.utf8, limit: 80)
            outcome.troubles.append(SearchOutputTexts.noMailbox(mailbox, account: name))
        case .failure(let error): outcome.troubles.append(SearchOutputTexts.unusable(name, MailError(error)))
        case nil: outcome.troubles.append(SearchOutputTexts.unusable(name, MailError(.local, subject: name)))
        }
    }

    /// `nil` where the account has no such mailbox.
    private static func look(
        for wanted: WantedSearch, in account: AccountConfiguration, _ folder: String, _ clock: Clock
    ) async throws(StoreError) -> Outcome? {
        let (store, opening) = try await Store.open(folder: folder, name: account.fileName)
        var outcome: Outcome?
        var failure: StoreError?
        do throws(StoreError) {
            if case .madeAnew(let path) = opening {
                outcome = Outcome()
                outcome?.setAside = path
            } else {
                _ = try await store.openBodiesIfAny()
                outcome = try await look(for: wanted, in: account, store.reader, clock)
            }
        } catch {
            failure = error
        }
        await store.close()
        if let failure { throw failure }
        return outcome
    }

    private static func look(
        for wanted: WantedSearch, in account: AccountConfiguration, _ reader: StoreReader, _ clock: Clock
    ) async throws(StoreError) -> Outcome? {
        var mailboxes = try await reader.mailboxes()
        if let path = wanted.mailbox {
            guard let start = mailboxes.first(where: { $0.info.path == path }) else { return nil }
            mailboxes = mailboxes.filter {
                $0.id == start.id || wanted.isBelow && $0.info.levels.starts(with: start.info.levels)
            }
        }
        let zone = clock.zoneMinutes
        let findings = try await reader.search(
            wanted.query, in: mailboxes.map(\.id), limit: wanted.limit,
            clock: SearchClock(now: clock.wall(), zone: { Int(zone($0)) }))
        let byID = Dictionary(mailboxes.map { ($0.id, $0) }) { first, _ in first }
        var outcome = Outcome()
        outcome.isCut = findings.isCut
        outcome.textless = findings.textless
        outcome.incomplete = mailboxes.count { $0.info.isSelectable && !$0.isWhole }
        outcome.hits = try await reader.rows(findings.found).compactMap { row in
            guard let mailbox = byID[row.found.mailbox], let validity = mailbox.sync.uidValidity else { return nil }
            return Hit(
                account: account.id.name, mailbox: mailbox.info.path.name,
                row: row.message.row(account: account.id, mailbox: mailbox.id, uidValidity: validity))
        }
        return outcome
    }

    /// Waits on this thread for what runs on the store's lanes; `nil` where the machine has no descriptor left.
    private static func waited<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value? {
        let done = rp_eventfd()
        guard done >= 0 else { return nil }
        defer { close(done) }
        let result = Answer<Value>()
        Task {
            let value = await body()
            result.value.withLock { $0 = value }
            _ = rp_eventfd_signal(done)
        }
        var wait = pollfd(fd: done, events: Int16(POLLIN), revents: 0)
        while poll(&wait, 1, -1) < 0, errno == EINTR {}
        return result.value.withLock { $0 }
    }

    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    // MARK: Printing

    /// Columns of a mailbox and of a sender.
    private static let widest = (mailbox: 24, sender: 24)

    /// A line each: when, where, from whom, about what.
    private func lines(_ hits: [Hit]) -> String {
        let places = hits.map { VisibleText.line(place($0).utf8, limit: 200) }
        let width = min(Self.widest.mailbox, places.map { TerminalText.width(of: $0) }.max() ?? 0)
        var text = ""
        for (hit, place) in zip(hits, places) {
            let sender = hit.row.from.first.map { $0.displayName.isEmpty ? $0.addressSpec : $0.displayName } ?? ""
            let columns = [
                moment(hit.row), Self.padded(place, width),
                Self.padded(VisibleText.line(sender.utf8, limit: 200), Self.widest.sender),
                VisibleText.line(hit.row.subject.utf8, limit: 500),
            ]
            text += columns.joined(separator: "  ") + "\n"
        }
        return text
    }

    /// Of several accounts it names which.
    private func place(_ hit: Hit) -> String {
        wanted.accounts.count > 1 ? "\(hit.account): \(hit.mailbox)" : hit.mailbox
    }

    /// `2026-11-21 21:04` in the person's own zone.
    private func moment(_ row: MessageRow) -> String {
        guard let seconds = (row.date ?? row.arrival)?.secondsSince1970 else { return Self.padded("", 16) }
        let local = Timestamp(secondsSince1970: seconds, zoneMinutes: clock.zoneMinutes(seconds)).iso8601
        return Self.padded(String(local.prefix(16)).replacing("T", with: " "), 16)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let text = TerminalText.truncated(text, toWidth: width)
        return text + String(repeating: " ", count: max(0, width - TerminalText.width(of: text)))
    }

    private func remarks(_ outcome: Outcome) -> [Text] {
        var remarks = outcome.troubles
        guard outcome.searched > 0 else { return remarks }
        if outcome.hits.isEmpty { remarks.append(SearchOutputTexts.nothing) }
        if outcome.isCut { remarks.append(SearchOutputTexts.cut(wanted.limit)) }
        if outcome.incomplete > 0 { remarks.append(SearchOutputTexts.incomplete(outcome.incomplete)) }
        // Of bare words a person expects no more than the headers.
        if outcome.textless > 0, wanted.query.needs.contains(.body) {
            remarks.append(SearchOutputTexts.textless(outcome.textless))
        }
        return remarks
    }

    /// The shape's name; it changes when a field changes its meaning or goes.
    static let schema = "rohrpost/search/1"

    private func json(_ outcome: Outcome) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("schema", Self.schema)
            json.member("query", wanted.text)
            json.member("found", outcome.hits) { json, hit in
                json.member("account", hit.account)
                json.member("mailbox", hit.mailbox)
                json.member("uid", UInt64(hit.row.id.uid.rawValue))
                json.member("uidvalidity", UInt64(hit.row.id.uidValidity.rawValue))
                json.member("date", (hit.row.date ?? hit.row.arrival)?.iso8601)
                json.member("from", hit.row.from) { json, address in
                    json.member("name", address.displayName)
                    json.member("address", address.addressSpec)
                }
                json.member("subject", hit.row.subject)
                json.member("flags", hit.row.flags.map(\.name).sorted())
                json.member("size", hit.row.size.map(\.octets))
                json.member("attachments", UInt64(clamping: hit.row.attachmentCount))
            }
            json.member("more", outcome.isCut)
            json.member("incomplete_mailboxes", UInt64(clamping: outcome.incomplete))
            json.member("texts_not_searched", UInt64(clamping: outcome.textless))
        }
        return String(decoding: json.take(), as: UTF8.self) + "\n"
    }
}
