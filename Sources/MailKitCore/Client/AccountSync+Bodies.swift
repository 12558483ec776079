import MailGrammar

/// Messages that are kept whole though nobody has opened them: fetched when the headers of all mailboxes that are known are there.
extension AccountSync {
    /// The mailboxes have been listed, or a line is up again.
    ///
    /// - Parameter path: one that is being filled, which goes on
    func beginBodies(besides path: MailboxPath? = nil) {
        let paths = (knownList ?? []).lazy.filter { [surroundings] in surroundings.policy($0).fetches }.map(\.path)
        filling.begin(anew: paths.filter(agenda.isKept).filter { $0 != path })
    }

    /// Days have passed.
    func bodiesMayHaveLeft() {
        for info in knownList ?? [] {
            if case .days = surroundings.policy(info), agenda.isKept(info.path) {
                filling.settled.remove(info.path)
                filling.makeDue(info.path)
            }
        }
    }

    /// The store has other messages of a mailbox than before.
    func bodiesAreDue(of path: MailboxPath) {
        guard agenda.isKept(path), policy(of: path)?.fetches == true else { return }
        if filling.plan?.path == path, filling.coming.isEmpty, filling.arrived.isEmpty { filling.planAnew() }
        filling.makeDue(path)
    }

    private func policy(of path: MailboxPath) -> BodyPolicy? {
        (knownList ?? unlisted.map { [$0] })?.first { $0.path == path }.map(surroundings.policy)
    }

    /// Looks what is missing of the next mailbox; without a line.
    func planBodies() {
        guard planning == nil, !filling.isStopped, !isStopped, filling.plan == nil, !filling.due.isEmpty else { return }
        guard let path = agenda.first(of: filling.due), let policy = policy(of: path), policy.fetches else {
            // The list has changed: what is due is none of its mailboxes.
            return filling.forgetDue()
        }
        let store = surroundings.store
        let since: Int64? = if case .days(let days) = policy { wall - Int64(days) * 86_400 } else { nil }
        let isSettled = filling.settled.contains(path)
        planning = Task { @NetActor in
            do throws(StoreError) {
                try await store.openBodies()
                if let mailbox = try await store.reader.mailbox(path), let validity = mailbox.sync.uidValidity {
                    let place = BodyPlace(path, validity)
                    if !isSettled { try await settle(mailbox, place, since) }
                    let missing = try await store.reader.missingBodies(
                        of: mailbox, since: since, limit: BodyFilling.planLimit)
                    filling.settled.insert(path)
                    filling.planned(path, place, missing, at: now)
                } else {
                    filling.give(up: path)
                }
            } catch {
                stopBodies(error)
            }
            planning = nil
            pump()
        }
    }

    /// What is wanted stays from here on, and what is not wanted any more goes.
    private func settle(_ mailbox: StoredMailbox, _ place: BodyPlace, _ since: Int64?) async throws(StoreError) {
        let wanted = try await surroundings.store.reader.messages(of: mailbox.id, since: since)
        var next = UID(1)
        while let start = next, !isStopped {
            next = try await surroundings.store.writer.settleBodies(wanted, of: place, from: start)
        }
    }

    /// Mailboxes of which nothing is fetched unasked: what was fetched before goes.
    func settleOthers() async throws(StoreError) {
        guard !hasSettledOthers, let list = knownList, try await surroundings.store.openBodiesIfAny() else { return }
        hasSettledOthers = true
        for info in list {
            let policy = surroundings.policy(info)
            guard !policy.fetches, !isStopped, let mailbox = try await surroundings.store.reader.mailbox(info.path),
                let validity = mailbox.sync.uidValidity
            else { continue }
            let place = BodyPlace(info.path, validity)
            if policy == .headers {
                try await surroundings.store.writer.keepBodies(UIDSet(), of: place)
            } else {
                var next = UID(1)
                while let start = next, !isStopped {
                    next = try await surroundings.store.writer.settleBodies(nil, of: place, from: start)
                }
            }
        }
    }

    /// Asks for messages of the mailbox that the line has open, unless the disk is behind or a person waits.
    func fillBodies(_ path: MailboxPath, _ validity: UIDValidity?) {
        guard let plan = filling.plan, plan.path == path else { return }
        guard plan.place.uidValidity == validity else { return filling.planAnew() }
        while line != nil, !isPaused, !surroundings.isLookedFor() {
            let id = nextRequest
            guard let uids = filling.ask(as: id, at: now) else { return }
            guard ask(.bodies(uids), then: { [unowned self] in filling.ended(id, isLost: isLosing, at: now) })
            else { return filling.ended(id, isLost: true, at: now) }
        }
    }

    /// Writes what has come.
    func writeBodies() {
        guard writingBodies == nil, !isStopped, let arrived = filling.next() else { return }
        let writer = surroundings.store.writer
        let reserve = surroundings.environment.diskReserve
        writingBodies = Task { @NetActor in
            do throws(StoreError) {
                try await writer.requireRoom(reserve)
                if !arrived.messages.isEmpty {
                    try await writer.writeBodies(arrived.messages, of: arrived.place, isKept: true)
                    hasWritten()
                }
                filling.written()
                surroundings.bodiesWritten()
            } catch {
                stopBodies(error)
            }
            writingBodies = nil
            pump()
        }
    }

    /// No more is fetched. What is wrong with the store itself is told as that.
    func stopBodies(_ error: StoreError) {
        guard !isStopped else { return }
        if error.kind == .damaged, !BodyFile.isPath(error.path) { return stop(error) }
        surroundings.note("whole messages: \(error.path): \(error.reason)")
        filling.stop()
        surroundings.bodiesFailed(error)
    }
}
