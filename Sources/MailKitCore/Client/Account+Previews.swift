import MailGrammar

/// The beginnings of texts below the subjects of a list: of messages that are kept whole, as the server told them earlier, and as it
/// tells them now.
extension Account {
    /// Messages that are remembered as not known, at the most.
    private static let textlessLimit = 500

    func loadPreviews(view: Generation, _ uids: [UID]) {
        guard var open, open.view == view else { return }
        let uids = Array(uids.prefix(200))
        guard let summary = open.source?.summary, !uids.isEmpty else { return deliver(.previews(view: view, [:])) }
        guard isStoring else { return askForPreviews(uids, view) }
        // Before the store is asked: what is written meanwhile is told by ``textsCame(_:)``.
        if open.textless.count + uids.count > Self.textlessLimit {
            open.textless = []
            open.textlessResets &+= 1
        }
        open.textless.formUnion(uids)
        self.open = open
        let resets = open.textlessResets
        Task { @NetActor in
            var kept = await keptPreviews(of: uids, in: BodyPlace(open.path, summary.uidValidity))
            guard self.open?.view == view, self.open?.source?.summary.uidValidity == summary.uidValidity else {
                return
            }
            let left = self.open?.textless ?? []
            // What was forgotten meanwhile nobody has told.
            let isForgotten = self.open?.textlessResets != resets
            let rest = uids.filter { kept[$0] == nil && (isForgotten || left.contains($0)) }
            self.open?.textless.subtract(kept.filter { !$0.value.isEmpty }.keys)
            let asks = !rest.isEmpty && asksForPreviews
            // Without a server that has them nothing else comes of the others for now.
            if !asks { for uid in rest { kept[uid] = "" } }
            if !kept.isEmpty { deliver(.previews(view: view, kept)) }
            if asks { askForPreviews(rest, view) }
        }
    }

    private var isStoring: Bool { configuration.store == .disk && environment.storeFolder != nil }

    private func keptPreviews(of uids: [UID], in place: BodyPlace) async -> [UID: String] {
        guard let store = await openedStore(), (try? await store.openBodiesIfAny()) == true else { return [:] }
        return (try? await store.reader.previews(of: uids, in: place)) ?? [:]
    }

    private var asksForPreviews: Bool {
        connection != nil && open?.source?.summary.abilities.previews == true
    }

    private func askForPreviews(_ uids: [UID], _ view: Generation) {
        guard asksForPreviews else { return deliver(.previews(view: view, [:])) }
        ask(.previews(UIDSet(uids)), for: .previews(view))
    }

    func previewsFetched(_ batch: ResponseBatch, for purpose: Pending?) {
        guard case .previews(let view)? = purpose, let open, open.view == view else { return }
        let previews = rowMaker.previews(batch)
        deliver(.previews(view: view, previews))
        let told = previews.filter { !$0.value.isEmpty }
        self.open?.textless.subtract(told.keys)
        guard let summary = open.source?.summary, !told.isEmpty else { return }
        keepPreviews(told, of: BodyPlace(open.path, summary.uidValidity))
    }

    /// What the server has told is there at the next start, also without a line.
    private func keepPreviews(_ previews: [UID: String], of place: BodyPlace) {
        guard isStoring, open?.tellsUIDValidity == true, bodyPolicy(of: place.path) != .headers else { return }
        let before = previewWriting
        previewWriting = Task { @NetActor in
            await before?.value
            guard let store = await openedStore() else { return }
            do throws(StoreError) {
                try await store.openBodies()
                try await store.writer.writePreviews(previews, of: place)
            } catch {
                await bodiesFailed(error)
            }
        }
    }

    /// Texts of messages, named by their rows among the whole ones, are there now: the list is told of those that it lacks.
    func textsCame(_ rows: [Int64]) {
        guard let open, !open.textless.isEmpty, let summary = open.source?.summary else { return }
        let uids = rows.compactMap { UID(row: $0) }.filter(open.textless.contains)
        guard !uids.isEmpty else { return }
        Task { @NetActor in
            let place = BodyPlace(open.path, summary.uidValidity)
            let kept = await keptPreviews(of: uids, in: place).filter { !$0.value.isEmpty }
            guard !kept.isEmpty, self.open?.view == open.view,
                self.open?.source?.summary.uidValidity == summary.uidValidity
            else { return }
            self.open?.textless.subtract(kept.keys)
            deliver(.previews(view: open.view, kept))
        }
    }

    /// A list that comes from the store alone has beginnings where the server has told some.
    func checkPreviews() {
        guard let open, open.isFromStore, let summary = open.source?.summary, !summary.abilities.keepsTexts else {
            return
        }
        Task { @NetActor in
            let place = BodyPlace(open.path, summary.uidValidity)
            guard let store = await openedStore(), (try? await store.openBodiesIfAny()) == true,
                (try? await store.reader.hasPreviews(in: place)) == true,
                let now = self.open, now.view == open.view, now.isFromStore, let summary = now.source?.summary
            else { return }
            var abilities = summary.abilities
            abilities.isWhole = now.isWhole
            abilities.keepsTexts = true
            deliver(
                .mailboxConfirmed(
                    view: now.view,
                    MailboxSummary(
                        account: summary.account, mailbox: summary.mailbox, path: summary.path,
                        uidValidity: summary.uidValidity, count: summary.count, isReadOnly: summary.isReadOnly,
                        abilities: abilities)))
        }
    }
}
