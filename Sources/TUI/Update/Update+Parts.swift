import MailGrammar
import MailKitCore

// Parts of the message: shown otherwise than as its text, and saved.
extension AppState {
    /// From this size on a person is asked before a part is fetched only to be looked at.
    static let largePart = ByteSize(1_000_000)
    /// From so many seconds on, too.
    static let longWait: UInt64 = 5

    /// The part at the mark of the list of parts, or the one that is shown as a picture.
    var chosenPart: PartSummary? {
        if case .picture = overlay { return reader?.parts.first { $0.section == picture?.section } }
        guard case .parts(let place) = overlay, let parts = reader?.parts,
            parts.indices.contains(place.cursor)
        else { return nil }
        return parts[place.cursor]
    }

    /// Shows the part at the mark: a text at once, anything else when it is here.
    mutating func showChosenPart() -> [Effect] {
        guard let part = chosenPart else { return [] }
        if case .offline = line.state {
            tell(StatusTexts.offlineNoPart)
            return []
        }
        if !part.isInner, PartTexts.isReadable(part.mediaType) {
            overlay = nil
            return reopen(charset: nil, section: part.section)
        }
        let size = sizeToFetch(part.section)
        let isLong = (line.seconds(for: size) ?? 0) >= Self.longWait
        if size >= Self.largePart || isLong || !warnings(of: part.section).isEmpty {
            question = .view(section: part.section)
            return []
        }
        return view(part)
    }

    /// Octets that have to be fetched for a part: for a file in another one all of that.
    func sizeToFetch(_ section: String) -> ByteSize {
        let fetched = section.prefix { $0 != "/" }
        return reader?.parts.first { $0.section == fetched }?.size ?? ByteSize(0)
    }

    /// What is to be said of a part.
    func warnings(of section: String) -> [MessageWarning] {
        (reader?.warnings ?? []).filter { $0.section == section }
    }

    private mutating func view(_ part: PartSummary) -> [Effect] {
        guard let open = reader else { return [] }
        let effects = stopViewing()
        let generation = newGeneration()
        viewing = PartWork(
            generation: generation, id: open.id, section: part.section, name: PartTexts.name(part),
            size: sizeToFetch(part.section))
        return effects + [
            .mail(
                .viewPart(
                    open.id, section: part.section, generation: generation, columns: layout.textWidth,
                    pictures: terminal.showsPictures, room: pictureRoom))
        ]
    }

    /// What was to be shown is not wanted any more.
    mutating func stopViewing() -> [Effect] {
        guard let work = viewing else { return [] }
        viewing = nil
        return [.mail(.cancel(generation: work.generation))]
    }

    /// Asks for a place, and proposes one.
    mutating func askWhereToSave() {
        guard let part = chosenPart else { return }
        let name = SafeFileName.make(part: part.fileName, section: part.section, mediaType: part.mediaType)
        prompt = Prompt(kind: .save(section: part.section), text: savingFolder + name)
    }

    /// Saves a part where the person said.
    mutating func save(_ section: String, at path: String) -> [Effect] {
        guard let open = reader, let part = open.parts.first(where: { $0.section == section }),
            !path.isEmpty
        else { return [] }
        savingFolder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let generation = newGeneration()
        saving.append(
            PartWork(
                generation: generation, id: open.id, section: section, name: PartTexts.name(part), path: path,
                size: sizeToFetch(section)))
        return [.mail(.savePart(open.id, section: section, generation: generation, path: path))]
    }

    /// Gives up the file at the mark, else the one that was begun last; nothing of it stays.
    mutating func stopSaving() -> [Effect] {
        let section = chosenPart?.section
        let index = saving.lastIndex { $0.id == reader?.id && $0.section == section } ?? saving.indices.last
        guard let index else { return [] }
        let work = saving.remove(at: index)
        tell(PartWorkTexts.stopped(work.name))
        return [.mail(.cancel(generation: work.generation))]
    }

    /// Does what was asked about.
    mutating func answerYes() -> [Effect] {
        guard let asked = question else { return [] }
        question = nil
        switch asked {
        case .quit: return [.quit(.ok)]
        case .useServer(let host):
            overlay = nil
            tell(CertificateTexts.connecting(TerminalText.truncated(host, toWidth: 80)))
            return [.mail(.useServer(account: account, host: host))]
        case .purge(let messages): return purge(messages)
        case .removeSearch(let name): return takeAway(search: name)
        case .weakerLogin: return [.mail(.trustLogin(account: account))]
        case .view(let section):
            guard let part = chosenPart, part.section == section else { return [] }
            return view(part)
        case .openLink(let link): return open(link)
        case .lend(let section):
            guard let part = chosenPart, part.section == section else { return [] }
            return lend(part)
        case .openLent(let part, _): return open(part)
        }
    }

    // MARK: Answers

    mutating func progress(_ generation: Generation, _ received: ByteSize, _ size: ByteSize) {
        func change(_ work: inout PartWork) {
            work.received = received
            work.size = size
        }
        if viewing?.generation == generation, var work = viewing {
            change(&work)
            viewing = work
        } else if let index = saving.firstIndex(where: { $0.generation == generation }) {
            change(&saving[index])
        }
    }

    mutating func saved(_ generation: Generation, _ part: SavedPart) -> [Effect] {
        if let work = viewing, work.isLent, work.generation == generation {
            viewing = nil
            let known = warnings(of: work.section)
            if reader?.id == work.id { take(part.warnings, of: work.section, isWhole: part.missing.octets == 0) }
            return lent(work, part, known: known)
        }
        keepNote(of: generation, part)
        return []
    }

    private mutating func keepNote(of generation: Generation, _ part: SavedPart) {
        guard let index = saving.firstIndex(where: { $0.generation == generation }) else { return }
        let work = saving.remove(at: index)
        if reader?.id == work.id { take(part.warnings, of: work.section, isWhole: part.missing.octets == 0) }
        let path = TerminalText.truncated(part.path, toWidth: 200)
        let ways = waysToFetch(part.path)
        if part.missing.octets > 0 {
            tell(PartWorkTexts.savedInPart(path, part.size, missing: part.missing), .failure)
        } else if let warning = part.warnings.first {
            tell(PartWorkTexts.saved(path, part.size) + PartWorkTexts.careful + WarningTexts.sentence(warning) + ways)
        } else {
            tell(PartWorkTexts.saved(path, part.size) + ways)
        }
        // A line to copy stays until the next key.
        if !ways.en.isEmpty { message?.isTimed = true }
    }

    /// What fetching the whole part told takes the place of what its name and its beginning had.
    private mutating func take(_ warnings: [MessageWarning], of section: String, isWhole: Bool) {
        if isWhole { reader?.warnings.removeAll { $0.section == section } }
        let known = Set(reader?.warnings ?? [])
        reader?.warnings += warnings.filter { !known.contains($0) }
    }

    /// Shows what has come of a part; the message's own text stays as it is, below.
    mutating func viewed(_ generation: Generation, _ view: PartView) {
        guard let work = viewing, work.generation == generation else { return }
        viewing = nil
        take(view.warnings, of: work.section, isWhole: view.missing.octets == 0)
        guard let below = reader, let content = below.content, below.id == work.id else { return }
        if let sequence = view.picture { return show(sequence, of: work, view) }
        overlay = nil
        var open = ReaderState(generation: generation, id: below.id, row: below.row, askedAt: now.boot)
        open.content = content
        open.parts = below.parts
        open.cards = below.cards
        open.warnings = below.warnings
        open.showsAllHeaders = below.showsAllHeaders
        open.isAskedFor = true
        open.section = work.section
        open.view = view
        open.text.append(view.text ?? ArchiveText.listing(view))
        // A window that is on its way to it would be lost: then it is opened anew instead.
        open.below = below.view != nil ? below.below : below.isAskingForMore ? [] : [below]
        reader = open
    }

    private mutating func show(_ sequence: PictureSequence, of work: PartWork, _ view: PartView) {
        let place = picturePlace
        guard sequence.columns <= place.columns.count, sequence.rows <= place.rows.count else {
            return tell(PictureTexts.resized(keys.hint(.choose, in: .parts)))
        }
        let note =
            view.missing.octets > 0
            ? PartWorkTexts.missing(view.missing)
            : PartWorkTexts.shownBy(
                TerminalText.truncated(view.program, toWidth: 40), isOffline: view.isOffline)
        picture = ShownPicture(section: work.section, name: work.name, sequence: sequence, note: note)
        overlay = .picture
    }

    mutating func notShown(_ generation: Generation, _ failure: ViewerFailure) {
        guard let work = viewing, work.generation == generation else { return }
        viewing = nil
        let isPicture =
            reader?.parts.contains { $0.section == work.section && PartTexts.isPicture($0.mediaType) } ?? false
        let key = keys.hint(.save, in: .parts)
        guard isPicture, failure == .noViewer else {
            tell(ViewerTexts.text(failure, name: work.name, save: key), .failure)
            return
        }
        tell(ViewerTexts.noPicture(name: work.name, save: key, isOfTerminal: !terminal.showsPictures), .failure)
    }

    /// A part could not be had, or its file not be written. True where that is what failed.
    mutating func failedPart(_ generation: Generation, _ error: MailError) -> Bool {
        if viewing?.generation == generation {
            viewing = nil
            return true
        }
        guard let index = saving.firstIndex(where: { $0.generation == generation }) else { return false }
        let work = saving.remove(at: index)
        // What was typed is not lost: most often a letter of it is wrong.
        if error.kind == .local, prompt == nil, question == nil, reader?.id == work.id,
            chosenPart?.section == work.section
        {
            prompt = Prompt(kind: .save(section: work.section), text: work.path)
        }
        return true
    }
}
