import MailGrammar

/// What the account remembers of its server.
extension Account {
    /// Looks up what is remembered, once.
    func readProfile() async {
        guard profile == nil else { return }
        guard let folder = environment.profiles else {
            profile = AccountProfile()
            return
        }
        let configuration = configuration
        let found = await Blocking.run { () -> Result<AccountProfile, FileError> in
            do throws(FileError) { return .success(try folder.read(configuration)) } catch { return .failure(error) }
        }
        switch found {
        case .success(let profile):
            (self.profile, writtenProfile) = (profile, profile)
            takeTicket()
            if isAtOwnServer, !hasToldStored, let outline = profile.mailboxes {
                deliver(.knownMailboxes(configuration.id, outline.mailboxes()))
            }
        case .failure(let error):
            transcript.note("what is remembered of the server cannot be read: \(error.path): \(error.reason)")
            profile = AccountProfile()
        }
    }

    /// Writes it where it has changed, behind a write that is under way.
    func writeProfile() {
        guard let folder = environment.profiles, profileWrite == nil, let profile, profile != writtenProfile else {
            return
        }
        writtenProfile = profile
        let configuration = configuration
        profileWrite = Task { @NetActor in
            let failure = await Blocking.run { () -> FileError? in
                do throws(FileError) {
                    try folder.write(profile, of: configuration)
                    return nil
                } catch {
                    return error
                }
            }
            if let failure {
                self.transcript.note("what is remembered of the server cannot be written: \(failure)")
            }
            self.profileWrite = nil
            self.writeProfile()
        }
    }

    /// The ticket of an earlier run is shown once, and is not remembered any more.
    private func takeTicket() {
        guard let saved = profile?.ticket else { return }
        profile?.ticket = nil
        guard isAtOwnServer, saved.binding == ticketBinding.text,
            let ticket = TLSTicket(saved.octets, for: ticketBinding)
        else { return }
        tickets.put(ticket)
    }

    /// Keeps the newest ticket for the next run.
    func rememberTicket() {
        guard environment.profiles != nil, isAtOwnServer, profile?.refusesTickets == false,
            let ticket = tickets.take(for: ticketBinding)
        else { return }
        profile?.ticket = .init(binding: ticket.binding.text, octets: ticket.octets)
    }

    /// Remembers how the login went that has just gone through.
    func rememberLogin(_ connection: Connection?) {
        guard isAtOwnServer, let connection, let learned = connection.profile else { return }
        profile?.loggedIn(learned, byProfile: connection.openedByProfile)
        writeProfile()
    }

    /// Remembers where the first page's messages were.
    func rememberNewest(_ batch: ResponseBatch, _ firstPage: Int, _ summary: MailboxSummary) {
        guard isAtOwnServer else { return }
        let rows = batch.rows.sorted { $0.sequence < $1.sequence }.suffix(firstPage)
        let uids = rows.compactMap(\.uid)
        guard let first = uids.min(), let last = uids.max() else { return }
        profile?.remember(.init(path: summary.path, uidValidity: summary.uidValidity, uids: first...last))
        writeProfile()
    }

    /// Remembers which mailboxes are for what, as the server has just listed them.
    func rememberMailboxes(_ mailboxes: [MailboxInfo], _ namespaces: [MailboxNamespace]) {
        guard isAtOwnServer else { return }
        profile?.mailboxes = MailboxOutline(mailboxes, namespaces: namespaces)
        writeProfile()
    }

    /// Takes the weaker login that the server offers from now on, and connects.
    func trustLogin() {
        guard profile?.acceptOffered() == true else { return }
        writeProfile()
        refresh()
    }
}
