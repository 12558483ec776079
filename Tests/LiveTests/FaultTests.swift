import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Whatever happens to the octets of the first line, the second one shows the mailbox whole.
@Suite("Live: a line that is spoilt anywhere", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct FaultTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private static let subjects = (1...6).map { "mail \($0)" }

    /// A core on a line that is spoilt, and that is good when it is made anew.
    private func harness(_ user: MailHost.User, _ fault: FaultyNetwork.Fault?) throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.connector = FaultyNetwork(to: host.imapPort, fault.map { [$0] } ?? [])
        environment.random = RandomSource { 0 }
        // A server that is silent is left soon, and a moment without work comes at once.
        environment.patience = { patience in
            switch patience {
            case .answer, .flight, .probe: 150
            case .quiet: 1
            case .shell, .news, .poll: 60_000
            }
        }
        environment.openingMilliseconds = 1_000
        return try MailCoreHarness(host, user, environment: environment)
    }

    /// Opens the mailbox, and gives the subjects of its first page from the top.
    private func page(_ user: MailHost.User, _ fault: FaultyNetwork.Fault?) async throws -> [String] {
        let harness = try harness(user, fault)
        harness.open(firstPage: 4)
        // A person who does not wait for the next try.
        let retries = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(30))
                harness.core.send(.refresh(account: harness.account.id))
            }
        }
        defer { retries.cancel() }
        let rows = try await harness.next("a whole page, with \(String(describing: fault))") { event -> [String]? in
            if case .rows(_, 0, let rows) = event, rows.count >= 4 { rows.map(\.subject) } else { nil }
        }
        await harness.core.close()
        return Array(rows.prefix(4))
    }

    private static let whole = ["mail 6", "mail 5", "mail 4", "mail 3"]
    /// More than the opening and the page take.
    private static let reach = 5_500
    /// Every octet with `scripts/test --full`; else steps that meet every response in another place.
    private static var step: Int { TestAmount.of(83, full: 11) }

    @Test("cut at every Nth octet, silent from there, or every octet by itself: the page comes")
    func cutsAndSilence() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(Self.subjects), to: user)
        #expect(try await page(user, nil) == Self.whole)
        #expect(try await page(user, .pieces) == Self.whole)
        for place in stride(from: 0, to: Self.reach, by: Self.step) {
            #expect(try await page(user, .cut(place)) == Self.whole, "cut at \(place)")
        }
        for place in stride(from: 7, to: Self.reach, by: Self.step * 5) {
            #expect(try await page(user, .silence(place)) == Self.whole, "silent from \(place)")
        }
    }

    @Test("octets left out, said twice or made up: the line goes or something is shown, and it never hangs")
    func lies() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(Self.subjects), to: user)
        let garbage: [[UInt8]] = [
            [0], [13, 10], Array("* BYE x\r\n".utf8), Array("{99999999}\r\n".utf8), Array("\u{1B}]0;x\u{7}".utf8),
            [0xFF, 0xFE], Array(repeating: 40, count: 3_000), Array("A3 OK x\r\n".utf8),
        ]
        for (number, place) in stride(from: 11, to: Self.reach, by: Self.step * 2).enumerated() {
            let faults: [FaultyNetwork.Fault] = [
                .garbage(place, garbage[number % garbage.count]), .truncate(place, count: 1 + number % 40),
                .duplicate(place, count: 1 + number % 60),
            ]
            for fault in faults {
                let harness = try harness(user, fault)
                harness.open(firstPage: 4)
                let count = try await harness.next("anything, with \(fault)") { event -> Int? in
                    switch event {
                    case .connection(_, .offline): 0
                    case .rows(_, _, let rows): rows.count
                    case .mailboxOpened(_, let summary): summary.count == 0 ? 0 : nil
                    case .failed: 0
                    default: nil
                    }
                }
                #expect(count <= Self.subjects.count, "\(fault)")
                await harness.core.close()
            }
        }
        #expect(try await page(user, nil) == Self.whole)
    }
}
