import MailGrammar
import MailKitCore

/// One thing a person can do. Keys, help and the key bar are drawn from these rows and from nowhere else.
package struct CommandRow: Sendable {
    package let id: CommandID
    /// One or two words.
    package let title: Text
    /// One line.
    package let summary: Text
    package let group: CommandGroup
    /// The strokes that ask for it, by where they do; the first ones are those that are shown. A scope without strokes has the
    /// command by its name alone.
    package let keys: [Scope: [[Key]]]
    /// What it can be told behind its name; `nil` for most.
    package let argument: CommandArgument?
    package let availability: @Sendable (AppState) -> Availability

    init(
        _ id: CommandID, _ title: Text, _ summary: Text, _ group: CommandGroup, _ keys: [Scope: [[Key]]],
        argument: CommandArgument? = nil,
        when availability: @escaping @Sendable (AppState) -> Availability = { _ in .available }
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.group = group
        self.keys = keys
        self.argument = argument
        self.availability = availability
    }

    /// The same command on other keys.
    package func rebound(_ keys: [Scope: [[Key]]]) -> CommandRow {
        CommandRow(id, title, summary, group, keys, argument: argument, when: availability)
    }

    /// The first strokes for `scope`.
    package func shownKeys(in scope: Scope) -> [Key]? { keys[scope]?.first }
}

/// All commands, in the order in which help shows them.
package enum CommandTable {
    package static let rows: [CommandRow] = [
        CommandRow(
            .next, CommandTexts.next, CommandTexts.nextSummary, .moving,
            [
                .list: single(.char("j"), Key(.down)), .reader: single(.char("j"), Key(.down), Key(.enter)),
                .picker: single(Key(.down)),
            ].merging(overlays(.char("j"), Key(.down))) { first, _ in first }),
        CommandRow(
            .previous, CommandTexts.previous, CommandTexts.previousSummary, .moving,
            looking(.char("k"), Key(.up)).merging([.picker: single(Key(.up))]) { first, _ in first }),
        CommandRow(
            .pageDown, CommandTexts.pageDown, CommandTexts.pageDownSummary, .moving,
            [
                .list: single(Key(.pageDown), .ctrl("f")),
                .reader: single(.char(" "), Key(.pageDown), .ctrl("f")), .picker: single(Key(.pageDown)),
            ].merging(overlays(.char(" "), Key(.pageDown), .ctrl("f"))) { first, _ in first }),
        CommandRow(
            .pageUp, CommandTexts.pageUp, CommandTexts.pageUpSummary, .moving,
            [
                .list: single(Key(.pageUp), .ctrl("b")),
                .reader: single(.char("-"), Key(.pageUp), .ctrl("b"), Key(.backspace)), .picker: single(Key(.pageUp)),
            ].merging(overlays(.char("-"), Key(.pageUp), .ctrl("b"), Key(.backspace))) { first, _ in first }),
        CommandRow(
            .first, CommandTexts.first, CommandTexts.firstSummary, .moving,
            looking(Key(.home), .char("=")).merging([.picker: single(Key(.home))]) { first, _ in first }),
        CommandRow(
            .last, CommandTexts.last, CommandTexts.lastSummary, .moving,
            looking(Key(.end), .char("G"), .char("*")).merging([.picker: single(Key(.end))]) { first, _ in first }),
        CommandRow(
            .folders, CommandTexts.folders, CommandTexts.foldersSummary, .moving,
            [.list: single(.char("c")), .reader: single(.char("c"))]),
        CommandRow(
            .nextFolder, CommandTexts.nextFolder, CommandTexts.nextFolderSummary, .moving,
            [.list: single(.char("J"))], when: hasFolders),
        CommandRow(
            .previousFolder, CommandTexts.previousFolder, CommandTexts.previousFolderSummary, .moving,
            [.list: single(.char("K"))], when: hasFolders),
        CommandRow(
            .account, AccountTexts.account, AccountTexts.accountSummary, .moving, [.list: single(.char("i"))],
            argument: CommandArgument(AccountTexts.accountName, isRequired: false) { $0.accounts.map(\.id.name) },
            when: hasAccounts),
        CommandRow(
            .allInboxes, AccountTexts.openAll, AccountTexts.openAllSummary, .moving, [.list: single(.char("I"))],
            when: hasAccounts),
        CommandRow(
            .saveSearch, SavedSearchTexts.save, SavedSearchTexts.saveSummary, .looking, [.list: []],
            argument: CommandArgument(AccountTexts.accountName), when: isSearchShown),
        CommandRow(
            .removeSearch, SavedSearchTexts.remove, SavedSearchTexts.removeSummary, .looking, [.list: []],
            argument: CommandArgument(AccountTexts.accountName, isRequired: false) { $0.searches.map(\.name) },
            when: hasSearches),
        CommandRow(
            .foldFolder, PaneTexts.fold, PaneTexts.foldSummary, .moving, [.picker: single(Key(.left))],
            when: isChoosingFolder),
        CommandRow(
            .unfoldFolder, PaneTexts.unfold, PaneTexts.unfoldSummary, .moving, [.picker: single(Key(.right))],
            when: isChoosingFolder),

        CommandRow(
            .open, CommandTexts.open, CommandTexts.openSummary, .reading, [.list: single(Key(.enter))],
            when: hasMessage),
        CommandRow(
            .nextUnread, CommandTexts.nextUnread, CommandTexts.nextUnreadSummary, .reading,
            [.list: single(Key(.tab)), .reader: single(Key(.tab))]),
        CommandRow(
            .nextMessage, CommandTexts.nextMessage, CommandTexts.nextMessageSummary, .reading,
            [.reader: single(.char("n"), Key(.right))]),
        CommandRow(
            .previousMessage, CommandTexts.previousMessage, CommandTexts.previousMessageSummary, .reading,
            [.reader: single(.char("p"), Key(.left))]),
        CommandRow(
            .headers, CommandTexts.headers, CommandTexts.headersSummary, .reading, [.reader: single(.char("h"))],
            when: isLoaded),
        CommandRow(
            .source, CommandTexts.source, CommandTexts.sourceSummary, .reading, [.reader: single(.char("H"))],
            when: isLoaded),
        CommandRow(
            .parts, CommandTexts.parts, CommandTexts.partsSummary, .reading,
            [.reader: single(.char("v"))], when: isLoaded),
        CommandRow(
            .search, CommandTexts.search, CommandTexts.searchSummary, .reading,
            [.list: single(.char("/")), .reader: single(.char("/")), .help: single(.char("/"))], when: isSearchable),
        CommandRow(
            .searchScope, FindTexts.scope, FindTexts.scopeSummary, .looking,
            [.list: single(.char("S")), .prompt: single(Key(.tab))], when: canChangeScope),
        CommandRow(
            .searchServer, FindTexts.ask, FindTexts.askSummary, .looking,
            [.list: single(.ctrl("s")), .prompt: single(.ctrl("s"))], when: canAskServer),
        CommandRow(
            .nextMatch, CommandTexts.nextMatch, CommandTexts.nextMatchSummary, .reading, [.reader: single(.char("."))],
            when: isSearching),
        CommandRow(
            .previousMatch, CommandTexts.previousMatch, CommandTexts.previousMatchSummary, .reading,
            [.reader: single(.char(","))], when: isSearching),
        CommandRow(
            .openLink, CommandTexts.openLink, CommandTexts.openLinkSummary, .reading, [.reader: single(.char("o"))],
            when: hasLinks),
        CommandRow(
            .links, CommandTexts.links, CommandTexts.linksSummary, .reading, [.reader: single(.char("L"))],
            when: hasLinks),
        CommandRow(
            .fold, CommandTexts.fold, CommandTexts.foldSummary, .reading, [.reader: single(.char("z"))],
            when: canFold),
        CommandRow(
            .charset, CommandTexts.charset, CommandTexts.charsetSummary, .reading, [.reader: single(.char("E"))],
            when: hasText),
        CommandRow(
            .choose, CommandTexts.choose, CommandTexts.chooseSummary, .reading,
            [
                .parts: single(Key(.enter)), .links: single(Key(.enter), .char("o")), .charsets: single(Key(.enter)),
                .failure: single(Key(.enter)), .picker: single(Key(.enter)), .themes: single(Key(.enter)),
                .tabs: single(Key(.enter)), .orders: single(Key(.enter)),
            ], when: hasChoice),
        CommandRow(
            .save, CommandTexts.save, CommandTexts.saveSummary, .reading,
            [.parts: single(.char("s")), .log: single(.char("s")), .picture: single(.char("s"))], when: canSave),
        CommandRow(
            .stopSaving, CommandTexts.stopSaving, CommandTexts.stopSavingSummary, .reading,
            [.parts: single(.char("x"))], when: isSaving),
        CommandRow(
            .back, CommandTexts.back, CommandTexts.backSummary, .reading,
            [
                .reader: single(.char("q"), Key(.escape), .char("i")),
                .help: single(.char("q"), Key(.escape), .char("?")),
                .parts: single(.char("q"), Key(.escape), .char("v")),
                .links: single(.char("q"), Key(.escape), .char("L")), .link: single(.char("q"), Key(.escape)),
                .charsets: single(.char("q"), Key(.escape), .char("E")),
                .tabs: single(.char("q"), Key(.escape), .char("w")), .themes: single(.char("q"), Key(.escape)),
                .welcome: single(Key(.enter), Key(.escape), .char("q")),
                .failure: single(.char("q"), Key(.escape), .char("W")), .log: single(.char("q"), Key(.escape)),
                .statistics: single(.char("q"), Key(.escape)),
                .picker: single(Key(.escape), .ctrl("g")),
                .orders: single(.char("q"), Key(.escape), .char("o")),
                .picture: single(.char("q"), Key(.escape), Key(.enter), .char(" ")),
            ]),

        CommandRow(
            .toggleRead, CommandTexts.toggleRead, CommandTexts.toggleReadSummary, .marking,
            [.list: single(.char("N")), .reader: single(.char("N"))], when: canChangeFlags),
        CommandRow(
            .toggleStar, CommandTexts.toggleStar, CommandTexts.toggleStarSummary, .marking,
            [.list: single(.char("F")), .reader: single(.char("F"))], when: canChangeFlags),
        CommandRow(
            .mark, MarkTexts.mark, MarkTexts.markSummary, .marking, [.list: single(.char("t"))], when: hasMessage),
        CommandRow(
            .markRange, MarkTexts.range, MarkTexts.rangeSummary, .marking, [.list: single(.char("V"))], when: hasMessage
        ),
        CommandRow(
            .markAll, MarkTexts.all, MarkTexts.allSummary, .marking, [.list: single(.char("A"))], when: hasMessage),
        CommandRow(
            .delete, ActionTexts.delete, ActionTexts.deleteSummary, .marking,
            [.list: single(.char("d"), Key(.delete)), .reader: single(.char("d"), Key(.delete))], when: canChangeFlags),
        CommandRow(
            .archive, ActionTexts.archive, ActionTexts.archiveSummary, .marking,
            [.list: single(.char("e")), .reader: single(.char("e"))], when: canChangeFlags),
        CommandRow(
            .junk, ActionTexts.junk, ActionTexts.junkSummary, .marking,
            [.list: single(.char("!")), .reader: single(.char("!"))], when: canChangeFlags),
        CommandRow(
            .purge, ActionTexts.purge, ActionTexts.purgeSummary, .marking,
            [.list: single(.char("D")), .reader: single(.char("D"))], when: canChangeFlags),
        CommandRow(
            .empty, ActionTexts.empty, ActionTexts.emptySummary, .marking, [.list: []], when: canChangeFlags),
        CommandRow(
            .markAllRead, ActionTexts.readAll, ActionTexts.readAllSummary, .marking, [.list: []], when: canChangeFlags),
        CommandRow(
            .moveTo, ActionTexts.move, ActionTexts.moveSummary, .marking,
            [.list: single(.char("s")), .reader: single(.char("s"))], when: canChangeFlags),
        CommandRow(
            .copyTo, ActionTexts.copy, ActionTexts.copySummary, .marking,
            [.list: single(.char("C")), .reader: single(.char("C"))], when: canChangeFlags),
        CommandRow(
            .undo, ActionTexts.undo, ActionTexts.undoSummary, .marking,
            [.list: single(.char("u")), .reader: single(.char("u"))]),

        CommandRow(
            .accept, CommandTexts.accept, CommandTexts.acceptSummary, .typing, [.prompt: single(Key(.enter))]),
        CommandRow(
            .cancel, CommandTexts.cancel, CommandTexts.cancelSummary, .typing,
            [.prompt: single(Key(.escape), .ctrl("g"))]),
        CommandRow(
            .erase, CommandTexts.erase, CommandTexts.eraseSummary, .typing,
            [.prompt: single(Key(.backspace)), .picker: single(Key(.backspace))]),
        CommandRow(
            .eraseAll, CommandTexts.eraseAll, CommandTexts.eraseAllSummary, .typing,
            [.prompt: single(.ctrl("u")), .picker: single(.ctrl("u"))]),
        CommandRow(
            .complete, CommandTexts.complete, CommandTexts.completeSummary, .typing, [.picker: single(Key(.tab))],
            when: isInPalette),
        CommandRow(
            .olderLine, CommandTexts.olderLine, CommandTexts.olderLineSummary, .typing, [.picker: single(.ctrl("p"))],
            when: isInPalette),
        CommandRow(
            .newerLine, CommandTexts.newerLine, CommandTexts.newerLineSummary, .typing, [.picker: single(.ctrl("n"))],
            when: isInPalette),
        CommandRow(
            .yes, CommandTexts.yes, CommandTexts.yesSummary, .typing,
            [.question: single(.char("y"), .char("j"), .char("Y"), .char("J"))]),
        CommandRow(
            .no, CommandTexts.no, CommandTexts.noSummary, .typing,
            [.question: single(.char("n"), .char("N"), Key(.escape), .char("q"), .ctrl("g"))]),

        CommandRow(
            .refresh, CommandTexts.refresh, CommandTexts.refreshSummary, .program,
            [.list: single(.char("$"), .ctrl("r")), .reader: single(.char("$"), .ctrl("r"))]),
        CommandRow(
            .password, CommandTexts.password, CommandTexts.passwordSummary, .program,
            [.list: single(.char("P")), .reader: single(.char("P")), .failure: single(.char("P"))],
            when: canTypePassword),
        CommandRow(
            .why, CommandTexts.why, CommandTexts.whySummary, .program,
            [.list: single(.char("W")), .reader: single(.char("W"))], when: hasFailure),
        CommandRow(
            .log, CommandTexts.log, CommandTexts.logSummary, .program,
            [.list: single(.ctrl("o")), .reader: single(.ctrl("o")), .failure: single(.ctrl("o"))]),
        CommandRow(
            .keep, TabTexts.keep, TabTexts.keepSummary, .reading, [.reader: single(.ctrl("t"))], when: canKeep),
        CommandRow(
            .tabs, TabTexts.tabs, TabTexts.tabsSummary, .reading,
            [.list: single(.char("w")), .reader: single(.char("w"))], when: hasTabs),
        CommandRow(
            .nextTab, TabTexts.next, TabTexts.nextSummary, .reading,
            [.list: single(.ctrl("n")), .reader: single(.ctrl("n"))], when: hasTabs),
        CommandRow(
            .previousTab, TabTexts.previous, TabTexts.previousSummary, .reading,
            [.list: single(.ctrl("p")), .reader: single(.ctrl("p"))], when: hasTabs),
        CommandRow(
            .closeTab, TabTexts.close, TabTexts.closeSummary, .reading, [.tabs: single(.char("x"), .char("d"))],
            when: isAtTab),
        CommandRow(
            .layout, PaneTexts.layoutTitle, PaneTexts.layoutSummary, .program, [.list: [], .reader: []],
            argument: CommandArgument(PaneTexts.layoutName) { _ in Arrangement.allCases.map(\.rawValue) }),
        CommandRow(
            .folderTree, PaneTexts.folderTree, PaneTexts.folderTreeSummary, .program,
            [.list: single(.char("B")), .reader: single(.char("B"))],
            argument: CommandArgument(PaneTexts.choiceName, isRequired: false) { _ in
                PaneSwitch.allCases.map(\.rawValue)
            }),
        CommandRow(
            .palette, CommandTexts.palette, CommandTexts.paletteSummary, .program,
            [.list: single(.char(":")), .reader: single(.char(":"))]),
        CommandRow(
            .help, CommandTexts.help, CommandTexts.helpSummary, .program,
            [
                .list: single(.char("?"), Key(.function(1))), .reader: single(.char("?"), Key(.function(1))),
                .parts: single(.char("?"), Key(.function(1))), .links: single(.char("?"), Key(.function(1))),
                .link: single(.char("?"), Key(.function(1))), .charsets: single(.char("?"), Key(.function(1))),
                .tabs: single(.char("?"), Key(.function(1))),
                .failure: single(.char("?"), Key(.function(1))), .log: single(.char("?"), Key(.function(1))),
                .picker: single(.ctrl("k"), Key(.function(1))), .prompt: single(.ctrl("k"), Key(.function(1))),
                .statistics: single(.char("?"), Key(.function(1))), .themes: single(.char("?"), Key(.function(1))),
                .orders: single(.char("?"), Key(.function(1))), .picture: single(.char("?"), Key(.function(1))),
            ]),
        CommandRow(
            .describeKey, CommandTexts.describeKey, CommandTexts.describeKeySummary, .program,
            [.list: [], .reader: [], .help: single(.char("d"))]),
        CommandRow(
            .keyBar, CommandTexts.keyBar, CommandTexts.keyBarSummary, .program, [.list: [], .reader: []]),
        CommandRow(
            .keyProfile, CommandTexts.keyProfile, CommandTexts.keyProfileSummary, .program, [.list: [], .reader: []],
            argument: CommandArgument(CommandTexts.nameArgument) { _ in KeyProfileName.allCases.map(\.rawValue) }),
        CommandRow(
            .theme, CommandTexts.theme, CommandTexts.themeSummary, .program, [.list: [], .reader: []],
            argument: CommandArgument(LookTexts.themeArgument, isRequired: false) { $0.look.choices }),
        CommandRow(
            .about, CommandTexts.about, CommandTexts.aboutSummary, .program, [.list: [], .reader: []]),
        CommandRow(
            .dismiss, CommandTexts.dismiss, CommandTexts.dismissSummary, .program,
            [.list: single(Key(.escape), .ctrl("g")), .reader: single(.ctrl("g"))]),
        CommandRow(
            .redraw, CommandTexts.redraw, CommandTexts.redrawSummary, .program, everywhere(.ctrl("l"))),
        CommandRow(
            .suspend, CommandTexts.suspend, CommandTexts.suspendSummary, .program, everywhere(.ctrl("z"))),
        CommandRow(
            .copy, CopyTexts.title, CopyTexts.summary, .program,
            [
                .list: [], .reader: single(.char("y")), .links: single(.char("y")), .link: single(.char("y")),
                .failure: single(.char("y")), .log: single(.char("y")), .parts: single(.char("y")),
            ],
            argument: CommandArgument(CopyTexts.argument, isRequired: false, isRequiredByName: true) {
                $0.copyChoices
            }, when: hasClipboard),
        CommandRow(
            .openOutside, OutsideTexts.title, OutsideTexts.summary, .reading,
            [
                .reader: single(.char("O")), .links: single(.char("O")), .link: single(.char("O")),
                .parts: single(.char("O")),
            ], when: canOpenOutside),
        CommandRow(
            .mouse, MouseTexts.title, MouseTexts.summary, .program, [.list: [], .reader: []]),
        CommandRow(
            .statistics, StatisticsTexts.command, StatisticsTexts.summary, .program, [.list: [], .reader: []]),
        CommandRow(
            .sync, SyncTexts.command, SyncTexts.summary, .program, [.list: [], .reader: []],
            argument: CommandArgument(SyncTexts.argument, isRequired: false) { _ in
                SyncWord.allCases.map(\.rawValue)
            }),
        CommandRow(
            .quit, CommandTexts.quit, CommandTexts.quitSummary, .program,
            [
                .list: single(.char("q"), .char("Q"), .ctrl("c")), .reader: single(.char("Q"), .ctrl("c")),
                .prompt: single(.ctrl("c")), .question: single(.ctrl("c")), .picker: single(.ctrl("c")),
                .welcome: single(.ctrl("c")), .picture: single(.ctrl("c")),
            ].merging(overlays(.ctrl("c"))) { first, _ in first }),

        CommandRow(
            .sort, ListTexts.sort, ListTexts.sortSummary, .looking, [.list: single(.char("o"))],
            argument: CommandArgument(ListTexts.orderName, isRequired: false) { _ in
                ListOrder.all.map(\.word) + ListOrder.impossible
            } obstacle: {
                $0.obstacle(toOrder: $1)
            }),
        CommandRow(
            .group, ListTexts.group, ListTexts.groupSummary, .looking, [.list: []],
            argument: CommandArgument(ListTexts.formName, isRequired: false) { _ in
                ListGrouping.allCases.map(\.rawValue)
            }),
        CommandRow(
            .threads, ThreadTexts.threads, ThreadTexts.threadsSummary, .looking, [.list: single(.char("T"))],
            argument: CommandArgument(ListTexts.switchName, isRequired: false) { _ in Switch.allCases.map(\.rawValue) },
            when: isMailbox),
        CommandRow(
            .foldThread, ThreadTexts.fold, ThreadTexts.foldSummary, .looking, [.list: single(.char("z"))],
            when: isThreaded),
        CommandRow(
            .foldThreads, ThreadTexts.foldAll, ThreadTexts.foldAllSummary, .looking, [.list: single(.char("Z"))],
            when: isThreaded),
        CommandRow(
            .preview, ListTexts.preview, ListTexts.previewSummary, .looking, [.list: []],
            argument: CommandArgument(ListTexts.switchName, isRequired: false) { _ in Switch.allCases.map(\.rawValue) },
            when: canPreview),
        CommandRow(
            .dates, ListTexts.dates, ListTexts.datesSummary, .looking, [.list: []],
            argument: CommandArgument(ListTexts.formName, isRequired: false) { _ in DateForm.allCases.map(\.rawValue) }),
        CommandRow(
            .columns, ListTexts.columns, ListTexts.columnsSummary, .looking, [.list: []],
            argument: CommandArgument(
                ListTexts.columnNames, isRequired: false, words: ListColumn.allCases.map(\.rawValue)
            ) { state in
                let now = state.list.look.columns
                let names = now.map(\.rawValue).joined(separator: " ")
                return [names] + ListColumn.allCases.filter { !now.contains($0) }.map { "\(names) \($0.rawValue)" }
            }),
    ]

    /// The row of a command.
    package static func row(_ id: CommandID) -> CommandRow? { byID[id] }

    private static let byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    private static func single(_ keys: Key...) -> [[Key]] { keys.map { [$0] } }

    private static func overlays(_ keys: Key...) -> [Scope: [[Key]]] {
        Dictionary(uniqueKeysWithValues: Scope.overlays.map { ($0, keys.map { [$0] }) })
    }

    /// Wherever no line is typed and nothing is asked.
    private static func looking(_ keys: Key...) -> [Scope: [[Key]]] {
        let scopes = Scope.allCases.filter {
            $0 != .prompt && $0 != .question && $0 != .picker && $0 != .welcome && $0 != .picture
        }
        return Dictionary(uniqueKeysWithValues: scopes.map { ($0, keys.map { [$0] }) })
    }

    private static func everywhere(_ keys: Key...) -> [Scope: [[Key]]] {
        Dictionary(uniqueKeysWithValues: Scope.allCases.map { ($0, keys.map { [$0] }) })
    }
}

// When rows are available.
extension CommandTable {
    @Sendable private static func hasMessage(_ state: AppState) -> Availability {
        if state.list.count == 0 { return .unavailable(StatusTexts.noMessage) }
        return state.list.current == nil ? .unavailable(rowNotHere(state)) : .available
    }

    /// Why there is no row where the cursor is to go.
    static func rowNotHere(_ state: AppState) -> Text {
        if case .offline = state.line.state { StatusTexts.rowNotHereOffline } else { StatusTexts.rowNotHere }
    }

    @Sendable private static func canPreview(_ state: AppState) -> Availability {
        state.previewObstacle.map { .unavailable($0) } ?? .available
    }

    /// What was looked for is in no other form.
    @Sendable private static func isMailbox(_ state: AppState) -> Availability {
        state.mailSearch == nil ? .available : .unavailable(FindTexts.noOrder)
    }

    @Sendable private static func isThreaded(_ state: AppState) -> Availability {
        state.list.isThreaded && state.mailSearch == nil
            ? .available : .unavailable(ThreadTexts.none(state.hint(.threads)))
    }

    @Sendable private static func hasFolders(_ state: AppState) -> Availability {
        state.folders.isEmpty && !state.hasAccounts ? .unavailable(StatusTexts.noFoldersYet) : .available
    }

    @Sendable private static func hasAccounts(_ state: AppState) -> Availability {
        state.hasAccounts ? .available : .unavailable(AccountTexts.onlyOne)
    }

    @Sendable private static func isSearchShown(_ state: AppState) -> Availability {
        state.mailSearch?.source == .typed ? .available : .unavailable(FindTexts.noSearch(state.hint(.search)))
    }

    @Sendable private static func hasSearches(_ state: AppState) -> Availability {
        state.searches.isEmpty ? .unavailable(SavedSearchTexts.none) : .available
    }

    @Sendable private static func canKeep(_ state: AppState) -> Availability {
        state.canKeep ? .available : .unavailable(TabTexts.full(Tab.limit))
    }

    @Sendable private static func hasTabs(_ state: AppState) -> Availability {
        state.tabs.isEmpty ? .unavailable(TabTexts.none) : .available
    }

    @Sendable private static func isAtTab(_ state: AppState) -> Availability {
        if case .tabs(let place) = state.overlay, place.cursor > 0 { return .available }
        return .unavailable(TabTexts.listStays)
    }

    /// Letters and arrows choose among mailboxes; of other things none lies in another.
    @Sendable private static func isChoosingFolder(_ state: AppState) -> Availability {
        if case .folders(_, let filter) = state.overlay, filter.isEmpty, state.hasAccounts || state.folders.isTree {
            return .available
        }
        return .unavailable(PaneTexts.nothingToFold)
    }

    @Sendable private static func hasFailure(_ state: AppState) -> Availability {
        state.failureToShow == nil && state.line.serverChange == nil && state.refusals.all.isEmpty
            ? .unavailable(CertificateTexts.lineIsUp) : .available
    }

    /// Only the reason of a failure can be a page without anything to choose.
    @Sendable private static func hasChoice(_ state: AppState) -> Availability {
        guard case .failure = state.overlay, state.line.offeredHosts.isEmpty else { return .available }
        return .unavailable(CertificateTexts.noHostHere)
    }

    @Sendable private static func canTypePassword(_ state: AppState) -> Availability {
        guard state.line.failure?.isPasswordRefused == true else { return .unavailable(PasswordTexts.notRefused) }
        return switch state.credential {
        case .prompt, .fileDescriptor: .available
        case .command: .unavailable(PasswordTexts.fromCommand(state.hint(.refresh)))
        case .tokenCommand: .unavailable(PasswordTexts.fromTokenCommand(state.hint(.refresh)))
        case .certificate: .unavailable(PasswordTexts.byCertificate)
        }
    }

    @Sendable private static func isLoaded(_ state: AppState) -> Availability {
        state.reader?.isLoaded == true ? .available : .unavailable(StatusTexts.messageNotHere)
    }

    @Sendable private static func isSearchable(_ state: AppState) -> Availability {
        if case .help = state.overlay { return .available }
        if state.reader != nil { return isLoaded(state) }
        return state.findObstacle.map { .unavailable($0) } ?? .available
    }

    /// Other lines that are typed have no reach.
    @Sendable private static func canChangeScope(_ state: AppState) -> Availability {
        state.mailSearch != nil || state.prompt?.kind == .find
            ? .available : .unavailable(FindTexts.noSearch(state.hint(.search)))
    }

    @Sendable private static func canAskServer(_ state: AppState) -> Availability {
        state.serverSearchObstacle.map { .unavailable($0) } ?? .available
    }

    @Sendable private static func isInPalette(_ state: AppState) -> Availability {
        if case .palette = state.overlay { .available } else { .unavailable(GuidanceTexts.onlyForCommands) }
    }

    @Sendable private static func canFetchPart(_ state: AppState) -> Availability {
        if case .offline = state.line.state { return .unavailable(StatusTexts.offlineNoPart) }
        return state.chosenPart == nil ? .unavailable(StatusTexts.messageNotHere) : .available
    }

    @Sendable private static func canSave(_ state: AppState) -> Availability {
        if case .log = state.overlay { return .available }
        return canFetchPart(state)
    }

    @Sendable private static func hasClipboard(_ state: AppState) -> Availability {
        state.terminal.clipboard == .none ? .unavailable(CopyTexts.noClipboard(state.terminal.type)) : .available
    }

    @Sendable private static func canOpenOutside(_ state: AppState) -> Availability {
        guard state.terminal.hasDesktop else { return .unavailable(OutsideTexts.noDesktop(state)) }
        if case .parts = state.overlay { return canFetchPart(state) }
        return hasLinks(state)
    }

    @Sendable private static func isSaving(_ state: AppState) -> Availability {
        state.saving.isEmpty ? .unavailable(PartWorkTexts.nothingSaved) : .available
    }

    @Sendable private static func isSearching(_ state: AppState) -> Availability {
        state.reader?.search == nil ? .unavailable(StatusTexts.noSearch(state.hint(.search))) : .available
    }

    @Sendable private static func hasLinks(_ state: AppState) -> Availability {
        guard case .available = isLoaded(state) else { return isLoaded(state) }
        return state.reader?.text.links.isEmpty == false ? .available : .unavailable(StatusTexts.noLinks)
    }

    @Sendable private static func canFold(_ state: AppState) -> Availability {
        guard case .available = isLoaded(state), let text = state.reader?.text else { return isLoaded(state) }
        return text.isFolding && text.foldCount == 0 ? .unavailable(StatusTexts.nothingToFold) : .available
    }

    @Sendable private static func hasText(_ state: AppState) -> Availability {
        guard case .available = isLoaded(state) else { return isLoaded(state) }
        let hasNone = state.reader?.text.notes.contains(.noText) == true || state.reader?.view != nil
        return hasNone ? .unavailable(StatusTexts.noText) : .available
    }

    @Sendable private static func canChangeFlags(_ state: AppState) -> Availability {
        if state.isReadOnly { return .unavailable(StatusTexts.readOnlyAccount) }
        if let open = state.reader, open.isGone {
            return .unavailable(StatusTexts.openMessageGone(state.placeName(of: open.id)))
        }
        if state.reader == nil, case .unavailable(let reason) = hasMessage(state) { return .unavailable(reason) }
        let isChangeable = (state.reader?.id ?? state.list.current?.id).map(state.mayChange) ?? !state.list.isReadOnly
        return isChangeable ? .available : .unavailable(StatusTexts.readOnly(state.name(of: state.list.path)))
    }
}
