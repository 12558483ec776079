import MailGrammar
import MailKitCore

// What lies over the message: its parts, its links, the charsets.
extension AppState {
    /// Moves in the list that lies on top.
    mutating func moveInOverlay(_ move: (inout ListPlace) -> Void) {
        switch overlay {
        case .parts(var place):
            move(&place)
            overlay = .parts(place)
        case .links(var place):
            move(&place)
            overlay = .links(place)
        case .charsets(var place):
            move(&place)
            overlay = .charsets(place)
        case .tabs(var place):
            move(&place)
            overlay = .tabs(place)
        case .failure(var place):
            move(&place)
            overlay = .failure(place)
        case .folders(var place, let filter):
            move(&place)
            overlay = .folders(place, filter: filter)
        case .palette(let scope, var place, let typed):
            move(&place)
            overlay = .palette(of: scope, place, typed: typed)
        case .themes(var place):
            move(&place)
            overlay = .themes(place)
        case .orders(var place):
            move(&place)
            overlay = .orders(place)
        case .help, .link, .log, .statistics, .welcome, .picture, nil: break
        }
    }

    /// Shows what the mark stands at.
    mutating func choose() -> [Effect] {
        switch overlay {
        case .parts: return showChosenPart()
        case .links(let place):
            guard let links = reader?.text.links, links.indices.contains(place.cursor) else { return [] }
            overlay = .link(number: links[place.cursor].number, top: 0, from: place)
        case .charsets(let place):
            overlay = nil
            let names = CharsetTexts.names
            return reopen(
                charset: names.indices.contains(place.cursor - 1) ? names[place.cursor - 1] : nil,
                section: reader?.section)
        case .failure(let place):
            let hosts = line.offeredHosts
            guard hosts.indices.contains(place.cursor) else {
                tell(CertificateTexts.noHostHere)
                return []
            }
            question = .useServer(host: hosts[place.cursor])
        case .tabs: return openChosenTab()
        case .folders: return openChosenFolder()
        case .palette: return carryOutChosen()
        case .help: if prompt?.kind == .help { prompt = nil }
        case .orders(let place): return chooseOrder(place)
        case .themes(let place): keepChosenTheme(place)
        case .link, .log, .statistics, .welcome, .picture, nil: break
        }
        return []
    }

    /// The row of the charset that the text is read in now; 0 is the message's own.
    var charsetRow: Int {
        reader?.charset.flatMap { name in CharsetTexts.names.firstIndex(of: name).map { $0 + 1 } } ?? 0
    }

    /// Which link; where there is but one, that one.
    mutating func askForLink() {
        guard let links = reader?.text.links, let first = links.first else { return }
        if links.count == 1 {
            overlay = .link(number: first.number, top: 0, from: nil)
        } else if reader?.text.isMarked == true {
            prompt = Prompt(kind: .link)
        } else {
            // The numbers of these do not stand in the text.
            overlay = .links(ListPlace())
        }
    }

    mutating func toggleFolding() {
        guard var open = reader else { return }
        open.text.setFolding(!open.text.isFolding, top: &open.top)
        reader = open
    }

    /// Lines that what lies on top can show.
    var overlayHeight: Int {
        if case .folders = overlay, let folders = layout.folders { return folders.rows.count }
        return OverlayLayout(self).lines.count
    }

    /// Takes back what stands outside of its limits.
    mutating func settleOverlay() {
        let height = overlayHeight
        switch overlay {
        case .help(let scope, let top):
            overlay = .help(of: scope, top: max(0, min(HelpLines(self, of: scope).lines.count - height, top)))
        case .log(var top):
            log.layOut(width: OverlayLayout(self).area.columns.count, top: &top)
            overlay = .log(top: max(0, min(log.rows.count - height, top)))
        case .statistics(let top):
            let count = StatisticsLines.count(self)
            overlay = .statistics(top: max(0, min(count - height, top)))
        case .parts(let place):
            overlay = .parts(settled(place, PartLines(self).lines.map(\.part), height: height))
        case .links(let place):
            overlay = .links(settled(place, Array(0..<(reader?.text.links.count ?? 0)), height: height))
        case .charsets(let place):
            overlay = .charsets(settled(place, Array(0...CharsetTexts.names.count), height: height))
        case .tabs(let place): overlay = .tabs(settled(place, Array(0...tabs.count), height: height))
        case .failure(let place):
            let count = FailureLines.count(self)
            overlay = count == 0 ? nil : .failure(settled(place, Array(0..<count), height: height))
        case .folders(let place, let filter):
            let count = folderTree(filter).count
            overlay = .folders(settled(place, Array(0..<count), height: height), filter: filter)
        case .palette(let scope, let place, let typed):
            let count = PaletteEntries(self, of: scope, typed: typed).entries.count
            overlay = .palette(of: scope, settled(place, Array(0..<count), height: height), typed: typed)
        case .themes(let place):
            overlay = .themes(settled(place, Array(look.choices.indices), height: height))
        case .orders(let place):
            overlay = .orders(settled(place, Array(orderLines), height: height))
        case .link(let number, let top, let from):
            let count = LinkLines.count(self, number: number)
            overlay = .link(number: number, top: max(0, min(count - height, top)), from: from)
        case .welcome, .picture, nil: break
        }
    }

    /// - Parameter owners: the entry that each line belongs to, counted from 0 without a gap
    private func settled(_ place: ListPlace, _ owners: [Int], height: Int) -> ListPlace {
        let cursor = max(0, min(owners.last ?? 0, place.cursor))
        let first = owners.firstIndex(of: cursor) ?? 0
        let last = owners.lastIndex(of: cursor) ?? 0
        var top = min(place.top, first)
        if last >= top + height { top = min(first, last - height + 1) }
        return ListPlace(cursor: cursor, top: max(0, min(max(0, owners.count - height), top)))
    }
}
