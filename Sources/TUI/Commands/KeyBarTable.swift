/// What the key bar shows, the most wanted first. Which keys these are is looked up in the command table.
package enum KeyBarTable {
    /// One entry: `j k move`.
    package struct Entry: Sendable {
        package let commands: [CommandID]
        package let label: Text
    }

    /// The entries of a scope. The ones in `last` are shown however little room there is.
    ///
    /// - Parameter isBare: there is nothing to look at, and what can be done about that comes first
    package static func entries(_ scope: Scope, isBare: Bool = false) -> (first: [Entry], last: [Entry]) {
        switch scope {
        case .list where isBare: (remedies, entries(.list).last)
        case .reader where isBare:
            (
                remedies + [Entry(commands: [.nextMessage, .previousMessage], label: KeyBarTexts.nextPrevious)],
                entries(.reader).last
            )
        case .list:
            (
                [
                    Entry(commands: [.open], label: KeyBarTexts.open),
                    Entry(commands: [.delete], label: ActionTexts.delete),
                    Entry(commands: [.archive], label: KeyBarTexts.archive),
                    Entry(commands: [.undo], label: ActionTexts.undo),
                    Entry(commands: [.mark], label: KeyBarTexts.mark),
                    Entry(commands: [.folders], label: KeyBarTexts.folder),
                    Entry(commands: [.search], label: KeyBarTexts.search),
                    Entry(commands: [.moveTo], label: KeyBarTexts.file),
                    Entry(commands: [.nextUnread], label: KeyBarTexts.nextUnread),
                    Entry(commands: [.toggleRead], label: KeyBarTexts.toggleRead),
                    Entry(commands: [.toggleStar], label: KeyBarTexts.star),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.palette], label: KeyBarTexts.command),
                    Entry(commands: [.quit], label: KeyBarTexts.quit),
                ]
            )
        case .reader:
            (
                [
                    Entry(commands: [.pageDown], label: KeyBarTexts.more),
                    Entry(commands: [.nextMessage, .previousMessage], label: KeyBarTexts.nextPrevious),
                    Entry(commands: [.delete], label: ActionTexts.delete),
                    Entry(commands: [.archive], label: KeyBarTexts.archive),
                    Entry(commands: [.undo], label: ActionTexts.undo),
                    Entry(commands: [.parts], label: KeyBarTexts.parts),
                    Entry(commands: [.search], label: KeyBarTexts.search),
                    Entry(commands: [.openLink], label: KeyBarTexts.link),
                    Entry(commands: [.moveTo], label: KeyBarTexts.file),
                    Entry(commands: [.nextUnread], label: KeyBarTexts.nextUnread),
                    Entry(commands: [.toggleRead], label: KeyBarTexts.toggleRead),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .parts:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.show),
                    Entry(commands: [.save], label: KeyBarTexts.save),
                    Entry(commands: [.openOutside], label: OutsideTexts.title),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .tabs:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.open),
                    Entry(commands: [.closeTab], label: TabTexts.close),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .question:
            (
                [Entry(commands: [.yes], label: KeyBarTexts.yes)],
                [Entry(commands: [.no], label: KeyBarTexts.no)]
            )
        case .links:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.show),
                    Entry(commands: [.copy], label: CopyTexts.title),
                    Entry(commands: [.openOutside], label: OutsideTexts.title),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .themes:
            (
                [
                    Entry(commands: [.choose], label: LookTexts.keep),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: LookTexts.giveUp),
                ]
            )
        case .charsets, .orders:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.choose),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .prompt:
            (
                [
                    Entry(commands: [.accept], label: KeyBarTexts.accept),
                    Entry(commands: [.searchScope], label: FindTexts.scope),
                    Entry(commands: [.searchServer], label: FindTexts.ask),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.cancel], label: KeyBarTexts.cancel),
                ]
            )
        case .failure:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.use),
                    Entry(commands: [.password], label: KeyBarTexts.password),
                    Entry(commands: [.copy], label: CopyTexts.title),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .picker:
            (
                [
                    Entry(commands: [.choose], label: KeyBarTexts.choose),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.move),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                    Entry(commands: [.foldFolder, .unfoldFolder], label: KeyBarTexts.fold),
                    Entry(commands: [.complete], label: KeyBarTexts.complete),
                    Entry(commands: [.olderLine], label: KeyBarTexts.older),
                    Entry(commands: [.eraseAll], label: KeyBarTexts.eraseAll),
                ],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .help:
            (
                [
                    Entry(commands: [.search], label: KeyBarTexts.find),
                    Entry(commands: [.describeKey], label: KeyBarTexts.aKey),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.line),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [Entry(commands: [.back], label: KeyBarTexts.back)]
            )
        case .link:
            (
                [
                    Entry(commands: [.copy], label: CopyTexts.title),
                    Entry(commands: [.openOutside], label: OutsideTexts.title),
                    Entry(commands: [.next, .previous], label: KeyBarTexts.line),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [Entry(commands: [.back], label: KeyBarTexts.back)]
            )
        case .log:
            (
                [
                    Entry(commands: [.next, .previous], label: KeyBarTexts.line),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                    Entry(commands: [.save], label: KeyBarTexts.save),
                    Entry(commands: [.copy], label: CopyTexts.title),
                ],
                [Entry(commands: [.back], label: KeyBarTexts.back)]
            )
        case .picture:
            (
                [Entry(commands: [.save], label: KeyBarTexts.save)],
                [
                    Entry(commands: [.help], label: KeyBarTexts.help),
                    Entry(commands: [.back], label: KeyBarTexts.back),
                ]
            )
        case .welcome: ([], [Entry(commands: [.back], label: LookTexts.goOn)])
        case .statistics:
            (
                [
                    Entry(commands: [.next, .previous], label: KeyBarTexts.line),
                    Entry(commands: [.pageDown, .pageUp], label: KeyBarTexts.page),
                ],
                [Entry(commands: [.back], label: KeyBarTexts.back)]
            )
        }
    }

    private static let remedies = [
        Entry(commands: [.password], label: KeyBarTexts.password),
        Entry(commands: [.why], label: CommandTexts.why),
        Entry(commands: [.refresh], label: KeyBarTexts.again),
        Entry(commands: [.dismiss], label: KeyBarTexts.cancel),
        Entry(commands: [.folders], label: KeyBarTexts.folder),
        Entry(commands: [.log], label: CommandTexts.log),
    ]
}
