import MailGrammar

/// What the account knows of its mailboxes without a line.
extension Account {
    /// Opens the store, once; `nil` where nothing is kept, or it cannot be used.
    func openedStore() async -> Store? {
        if let storeOpening { return await storeOpening.value }
        guard let folder = environment.storeFolder else { return nil }
        let opening = Task { @NetActor in await open(storeIn: folder) }
        storeOpening = opening
        return await opening.value
    }

    private func open(storeIn folder: String) async -> Store? {
        do throws(StoreError) {
            let (store, _) = try await Store.open(folder: folder, name: configuration.fileName)
            self.store = store
            return store
        } catch {
            storeFailed(error)
            return nil
        }
    }

    /// The store is of no more use to this process. Told once.
    func storeFailed(_ error: StoreError) {
        transcript.note("the store failed: \(error.path): \(error.reason)")
        guard error.kind != .busy, !storeHasFailed else { return }
        storeHasFailed = true
        store = nil
        storeOpening = Task { nil }
        deliver(.notice(configuration.id, MailError(error)))
    }

    func closeStore() async {
        let opened = await storeOpening?.value
        store = nil
        await opened?.close()
    }
}
