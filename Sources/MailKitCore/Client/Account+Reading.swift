import MailGrammar

/// Opening a message and reading on in it.
extension Account {
    /// The message that the front end reads.
    struct Reading {
        let id: MessageID
        let generation: Generation
        /// What was asked for instead of what the message names and the reader would choose.
        let charset: String?
        let section: String?
        /// What was learnt of its structure; `nil` before the first answer where the list did not know it.
        var tree: PartTree?
        var node: PartNode?
        var reader: TextReader?
        /// Octets of the part fetched so far, or asked for.
        var fetched: UInt32 = 0
        /// Octets of the window at hand, and when it was asked for.
        var asked: UInt32
        var askedAt: Duration
        /// Of those, what has come: a window that failed is asked for again from here.
        var shown: UInt32 = 0
        var isWaiting = false
        /// The headers, when they came before the text.
        var described: FetchedMessage?

        /// The message in the message that is shown: what stands above its text is its own header.
        var innerMessage: String? {
            section.flatMap { section in tree?.nodes.first { $0.section == section && $0.isMessage }?.section }
        }
    }

    /// The first window: a screen of text and more, and still an inline literal.
    static var firstWindow: UInt32 { 48 << 10 }

    func openMessage(_ id: MessageID, generation: Generation, charset: String?, section: String?) {
        guard isReadable(id) else {
            deliver(.failed(generation: generation, MailError(.notFound, subject: server.description)))
            return
        }
        var new = Reading(
            id: id, generation: generation, charset: charset, section: section,
            asked: Self.firstWindow, askedAt: environment.clock.monotonic())
        new.isWaiting = true
        guard configuration.store == .disk, environment.storeFolder != nil else { return begin(new) }
        reading = new
        Task { @NetActor in
            await findLocal(id)
            // Another may have been opened meanwhile, or none.
            guard reading?.generation == generation else { return }
            if locals[id] != nil || connection != nil { return begin(new) }
            reading = nil
            deliver(.failed(generation: generation, notKept))
        }
    }

    private func begin(_ asked: Reading) {
        var new = asked
        if new.section == MessageSource.section { new.node = MessageSource.node }
        if let tree = locals[new.id]?.tree ?? knownStructure(of: new.id) { choose(from: tree, for: &new) }
        new.fetched = new.node == nil ? 0 : Self.firstWindow
        new.askedAt = environment.clock.monotonic()
        reading = new
        ask(
            .message(new.id.uid, section: new.node?.section, header: new.innerMessage, window: 0..<Self.firstWindow),
            of: new.id, for: .message(new.generation))
    }

    func moreText(_ id: MessageID, generation: Generation) {
        guard var current = reading, current.generation == generation, current.id == id,
            isReadable(id) || locals[id] != nil
        else {
            let error = MailError(.notFound, subject: server.description)
            deliver(.failed(generation: generation, error))
            return
        }
        guard !current.isWaiting, let node = current.node, UInt64(current.fetched) < node.size.octets else { return }
        let start = current.fetched
        let (end, overflow) = start.addingReportingOverflow(windowSize.octets)
        guard !overflow else { return }
        current.isWaiting = true
        current.asked = windowSize.octets
        current.askedAt = environment.clock.monotonic()
        current.fetched = end
        reading = current
        ask(.window(id.uid, section: node.section, window: start..<end), of: id, for: .message(generation))
    }

    func messageFetched(_ message: FetchedMessage, _ generation: Generation) {
        guard var current = reading, current.generation == generation else { return }
        if current.described == nil {
            current.described = message
            if current.tree == nil, let row = message.row {
                let isAsked = current.node != nil
                choose(from: rowMaker.tree(row, in: message.batch), for: &current)
                if current.tree?.nodes.isEmpty == true, current.section == nil, let header = message.header {
                    current.node = MessageSource.standIn(for: header, charsets: environment.charsets)
                }
                if !isAsked, let node = current.node {
                    // The list had not told its parts: now the text can be asked for.
                    current.fetched = Self.firstWindow
                    if current.innerMessage != nil { current.described = nil }
                    reading = current
                    let window = 0..<Self.firstWindow
                    let request: SessionRequest =
                        current.innerMessage == nil
                        ? .window(current.id.uid, section: node.section, window: window)
                        : .message(
                            current.id.uid, section: node.section, header: current.innerMessage, window: window)
                    ask(request, of: current.id, for: .message(generation))
                    return
                }
            }
        }
        // The first window comes with much else, and a short one says nothing of what the line can bring.
        if current.shown > 0, let count = message.window?.count, count >= Int(current.asked) / 2 {
            windowSize.took(environment.clock.monotonic() - current.askedAt)
        }
        current.isWaiting = false
        current.shown = current.fetched
        reading = current
        show(message.window ?? [], of: current)
    }

    /// A window did not come. Where the message is open already, reading on can be tried again.
    func windowFailed(_ generation: Generation) {
        guard var current = reading, current.generation == generation else { return }
        guard current.shown > 0 else {
            reading = nil
            return
        }
        current.isWaiting = false
        current.fetched = current.shown
        reading = current
    }

    private func choose(from tree: PartTree, for reading: inout Reading) {
        reading.tree = tree
        guard reading.section != MessageSource.section, let shown = ShownPart.index(in: tree, section: reading.section),
            tree.nodes.indices.contains(shown)
        else { return }
        reading.node = tree.nodes[shown]
    }

    private func show(_ octets: [UInt8], of current: Reading) {
        let isFirst = current.fetched <= Self.firstWindow
        let size = current.node?.size.octets ?? 0
        let asked = current.asked
        // What a server gives beyond the window comes again with the next one.
        let window = octets.count > Int(asked) ? Array(octets[..<Int(asked)]) : octets
        // A server that gives less than was asked for has no more, whatever size it told before.
        var remaining =
            window.count < Int(asked) || size <= UInt64(current.fetched) ? 0 : size - UInt64(current.fetched)
        if MessageSource.isEndless(current.node), remaining > 0 {
            remaining = MessageSource.remaining(behind: current.fetched, of: current.described?.row?.size)
        }
        let charsets = environment.charsets
        Task { @NetActor in
            var text: MessageText
            var details = MessageDetails()
            if let node = current.node {
                let reader: TextReader
                if let known = current.reader {
                    reader = known
                } else {
                    reader = await TextReader(node: node, charset: current.charset, charsets: charsets)
                }
                text = await reader.text(of: window, remaining: ByteSize(remaining))
                if text.remaining.octets == 0 { details = await reader.takeDetails() }
                guard self.reading?.generation == current.generation else { return }
                self.reading?.reader = reader
                if node == MessageSource.node, current.section == nil { text.notes.append(.partsUntold) }
            } else {
                text = MessageText(
                    text: "", isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [.noText])
            }
            self.deliver(text, of: current, isFirst: isFirst)
            if !details.isEmpty, self.reading?.generation == current.generation {
                self.deliver(details, current.generation)
            }
        }
    }

    private func deliver(_ text: MessageText, of current: Reading, isFirst: Bool) {
        guard reading?.generation == current.generation else { return }
        // With nothing left there is nothing more to ask for.
        if text.remaining.octets == 0 { reading?.node = nil }
        guard isFirst else {
            deliver(.messageText(generation: current.generation, text))
            return
        }
        guard let message = current.described, let row = message.row else {
            let error = MailError(
                .protocolViolation, subject: server.description, detail: "a message without headers")
            deliver(.failed(generation: current.generation, error))
            return
        }
        let tree = current.tree ?? PartTree([])
        let header = message.header.map { RawHeader(parsing: $0) } ?? RawHeader(fields: [])
        let content =
            header.fields.isEmpty && current.innerMessage == nil
            ? rowMaker.content(row, in: message.batch, id: current.id, tree: tree, text: text)
            : assembly.content(
                id: current.id, header: header, tree: tree, text: text, arrival: rowMaker.arrival(row),
                isInner: current.innerMessage != nil)
        opened.insert(tree, of: current.id, current.generation)
        deliver(.message(generation: current.generation, content))
        askForDetails(of: tree, shown: current.node)
    }

    // MARK: Details

    /// Asks for the parts that mean something and looks into the attachments, now that the text is on the screen: with one
    /// command, or none where there is nothing to be looked into.
    private func askForDetails(of tree: PartTree, shown: PartNode?) {
        guard let current = reading, current.section != MessageSource.section else { return }
        let parts = DetailParts(tree, shown: shown, budget: Int(windowSize.octets))
        keepOpened(current.id, tree)
        guard !parts.pieces.isEmpty else { return }
        opened[current.generation]?.details = parts
        ask(.pieces(current.id.uid, parts.pieces.map(\.fetch)), of: current.id, for: .details(current.generation))
    }

    /// They are told of a message that is not read any more, too: it may have been put aside.
    func piecesFetched(_ message: FetchedMessage, _ generation: Generation) {
        guard let parts = opened[generation]?.details else { return }
        let charsets = environment.charsets
        Task { @NetActor in
            let details = await TextReader.details(parts, pieces: message.pieces, charsets: charsets)
            if !details.isEmpty { self.deliver(details, generation) }
        }
    }

    private func deliver(_ details: MessageDetails, _ generation: Generation) {
        opened[generation]?.files += details.files
        deliver(.details(generation: generation, details))
    }
}
