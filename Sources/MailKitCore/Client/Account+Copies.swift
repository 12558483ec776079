import MailGrammar

/// Messages of which the server did not tell where they have gone are looked for, one question after another, over a line of its own.
extension Account {
    /// Something that is looked for on that line.
    struct Hunt {
        let run: @NetActor (AskingLine) async throws(SessionFailure) -> Void
        /// The line could not be had, or has gone.
        let failed: @NetActor () -> Void
    }

    /// Copies whose answer was lost.
    func lookForCopies(_ hunt: CopyHunt, of entry: Int64) {
        look(
            for: Hunt(
                run: { [unowned self] (line) async throws(SessionFailure) in
                    let pairs = try await hunt.run(on: line).sorted { $0.key < $1.key }
                    journal.found(
                        entry, copied: UIDSet(pairs.map(\.key)), CopiedMessages(hunt.since.uidValidity, pairs))
                }, failed: { [unowned self] in journal.lost(entry) }))
    }

    func look(for hunt: Hunt) {
        hunts.append(hunt)
        guard hunting == nil else { return }
        hunting = Task { @NetActor in
            while !hunts.isEmpty, !Task.isCancelled { await run(hunts.removeFirst()) }
            await copiesLine?.close()
            if let line = copiesLine { backgroundTotals.ended(line.counters) }
            copiesLine = nil
            hunting = nil
        }
    }

    private func run(_ hunt: Hunt) async {
        guard let line = copiesLine ?? makeCopiesLine() else { return hunt.failed() }
        do throws(SessionFailure) {
            try await hunt.run(line)
        } catch {
            transcript.note("what was copied could not be found out: \(error)")
            // It is looked for again with the next line.
            hunt.failed()
            if !line.hasBeenUp { refusesBackground = true }
        }
    }

    private func makeCopiesLine() -> AskingLine? {
        guard environment.opensBackgroundLines, !refusesBackground, state == .online, let secret else { return nil }
        let settings = settingsBeside(mark: "%")
        transcript.note("a line is opened to look for what was copied")
        backgroundTotals.began()
        let line = AskingLine(settings: settings, secret: secret, rowItems: .size)
        copiesLine = line
        return line
    }

    func closeCopies() async {
        hunts = []
        hunting?.cancel()
        await copiesLine?.close()
        await hunting?.value
    }
}

extension CopiedMessages {
    /// Messages one by one, ascending by what they were called before; `nil` of none.
    init?(_ uidValidity: UIDValidity, _ pairs: [(key: UID, value: UID)]) {
        self.init(uidValidity, source: pairs.map { $0.key...$0.key }, destination: pairs.map { $0.value...$0.value })
    }
}
