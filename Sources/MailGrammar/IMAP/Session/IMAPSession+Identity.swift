/// Who we are, for the server's log. Nothing of the person, nor of the machine. Source: RFC 2971.
package struct ClientIdentity: Hashable, Sendable {
    package let name: String
    package let version: String?

    package init(name: String, version: String? = nil) {
        self.name = name
        self.version = version
    }
}

/// Who the server says it is: for the log and for support, never to decide by. Uncleaned.
package struct ServerIdentity: Hashable, Sendable {
    /// What it told, in its order: `name`, `version`, `vendor`. At most 30 (RFC 2971, section 3.3), 1,024 octets each.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package let fields: [Field]

    /// What it tells under a name, in any case.
    package func value(_ name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
}

extension IMAPSession {
    var wantsIdentity: Bool { !hasIdentified && configuration.identity != nil && capabilities.has("ID") }

    mutating func identify() {
        guard wantsIdentity, let identity = configuration.identity else { return }
        hasIdentified = true
        send(.id([("name", identity.name), ("version", identity.version)].filter { $0.1 != nil }), as: .identify)
    }

    mutating func identified(_ parameters: IndexRange) {
        guard inFlight.contains(where: { if case .identify = $0.kind { true } else { false } }) else { return }
        let fields = scratch.parameters(parameters).prefix(30).compactMap { pair -> ServerIdentity.Field? in
            guard !pair.value.isAbsent, pair.name.count <= 30, pair.value.count <= 1_024 else { return nil }
            return ServerIdentity.Field(name: scratch.string(pair.name), value: scratch.string(pair.value))
        }
        emit(.serverIdentity(ServerIdentity(fields: fields)))
    }

    // MARK: UNSELECT

    /// Source: RFC 3691. CLOSE would expunge what is marked deleted: where there is no UNSELECT the mailbox is examined first, and
    /// then closing it takes nothing away (RFC 9051, section 6.4.1).
    mutating func sendUnselect(id: SessionRequestID) {
        guard let selected = selection else {
            emit(.done(id))
            return
        }
        idleIsDue = false
        unseenIsStale = false
        if offers("UNSELECT") {
            selection = nil
            send(.unselect, as: .unselect, id: id)
        } else if configuration.isReadOnly {
            // It is examined already, and a read-only session says no CLOSE.
            emit(.done(id))
        } else {
            selection = nil
            send(.examine(selected.path, SelectOptions()), as: .examineToClose, id: id)
        }
    }

    /// EXAMINE has gone through, so CLOSE is safe; where it was refused nothing is selected any more (RFC 9051, section 6.3.2), and
    /// what some server may still hold selected is better left than closed.
    mutating func examinedToClose(_ command: PendingCommand, _ condition: StatusCondition) {
        guard let id = command.request else { return }
        if condition == .ok {
            send(.close, as: .unselect, id: id)
        } else {
            emit(.done(id))
        }
    }
}
