import MailGrammar
import MailKitCore

// Links and parts that a program of the desktop opens.
extension AppState {
    /// The part at the mark, else the link at hand; a link is always asked about: whoever opens it fetches something.
    mutating func openOutside() -> [Effect] {
        switch overlay {
        case .parts: return lendChosenPart()
        case .links(let place):
            guard let links = reader?.text.links, links.indices.contains(place.cursor) else { return [] }
            ask(about: links[place.cursor])
        case .link(let number, _, _):
            guard let link = reader?.text.links.first(where: { $0.number == number }) else { return [] }
            ask(about: link)
        default:
            guard let links = reader?.text.links, let first = links.first else { return [] }
            if links.count == 1 { ask(about: first) } else { overlay = .links(ListPlace()) }
        }
        return []
    }

    private mutating func ask(about link: TextLink) {
        if let link = OutsideLink(link) {
            question = .openLink(link)
        } else {
            tell(OutsideTexts.notOffered(hint(.copy)), .failure)
        }
    }

    private mutating func lendChosenPart() -> [Effect] {
        guard let part = chosenPart else { return [] }
        let warnings = warnings(of: part.section)
        if let reason = warnings.first(where: \.isOfProgram) {
            tell(OutsideTexts.refused(reason, save: hint(.save)), .failure)
            return []
        }
        let size = sizeToFetch(part.section)
        let isLong = (line.seconds(for: size) ?? 0) >= Self.longWait
        if !warnings.isEmpty || size >= Self.largePart || isLong || OutsideTexts.canFetch(part) {
            question = .lend(section: part.section)
            return []
        }
        return lend(part)
    }

    /// Fetches a part for a program.
    mutating func lend(_ part: PartSummary) -> [Effect] {
        guard let open = reader else { return [] }
        let effects = stopViewing()
        let generation = newGeneration()
        var work = PartWork(
            generation: generation, id: open.id, section: part.section, name: PartTexts.name(part),
            size: sizeToFetch(part.section))
        work.isLent = true
        viewing = work
        return effects + [.mail(.lendPart(open.id, section: part.section, generation: generation))]
    }

    /// It is here; what only the whole of it shows is asked about once more.
    ///
    /// - Parameter known: what was said of it when it was asked for
    mutating func lent(_ work: PartWork, _ part: SavedPart, known: [MessageWarning]) -> [Effect] {
        let mediaType = reader?.parts.first { $0.section == work.section }?.mediaType ?? ""
        let lent = LentPart(name: work.name, path: part.path, mediaType: mediaType)
        guard part.missing.octets == 0 else {
            tell(work.name + Text(same: ": ") + PartWorkTexts.missing(part.missing), .failure)
            return [.discardLent(part.path)]
        }
        if let reason = part.warnings.first(where: \.isOfProgram) {
            tell(OutsideTexts.refused(reason, save: hint(.save)), .failure)
            return [.discardLent(part.path)]
        }
        if let reason = part.warnings.first(where: { !known.contains($0) }) {
            // Who is typing is not interrupted.
            guard question == nil, prompt == nil else {
                tell(OutsideTexts.ask(reason), .failure)
                return [.discardLent(part.path)]
            }
            question = .openLent(lent, reason)
            return []
        }
        return open(lent)
    }

    mutating func open(_ part: LentPart) -> [Effect] {
        tell(OutsideTexts.opening(part.name))
        return [.openOutside(.file(path: part.path, mediaType: part.mediaType))]
    }

    mutating func open(_ link: OutsideLink) -> [Effect] {
        tell(OutsideTexts.opening(Text(same: TerminalText.truncated(link.host, toWidth: 60))))
        return [.openOutside(.link(link.address))]
    }

    /// Leaves what was asked about.
    mutating func answerNo() -> [Effect] {
        defer { question = nil }
        if case .openLent(let part, _) = question { return [.discardLent(part.path)] }
        return []
    }

    mutating func take(_ outcome: Result<String, OutsideFailure>) {
        switch outcome {
        case .success(let program): tell(OutsideTexts.opened(program))
        case .failure(let failure): tell(OutsideTexts.text(failure, self), .failure)
        }
    }
}

extension MessageWarning {
    /// Opening it would be running it.
    fileprivate var isOfProgram: Bool { code == .program || code == .script }
}
