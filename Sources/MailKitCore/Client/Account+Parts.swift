import Glibc
import MailGrammar

/// Parts that are fetched whole: to be saved, or to be shown by a program or as a list of what is in them.
///
/// Each is fetched a window at a time, behind everything that a person waits for: a large one over the second line.
extension Account {
    func savePart(_ id: MessageID, section: String, generation: Generation, path: String) {
        guard let (node, wanted, place) = part(section, of: id, generation) else { return }
        let proposed = SafeFileName.make(part: wanted.fileName, section: section, mediaType: wanted.type)
        let home = environment.variable("HOME")
        let transfer = PartTransfer(
            id: id, path: place, node: node, wanted: wanted, generation: generation, purpose: .save,
            charsets: environment.charsets)
        begin(transfer) { () throws(FileError) in
            PartTransfer.Target(file: try NewFile(at: FilePlace(typed: path, proposed: proposed, home: home)))
        }
    }

    func lendPart(_ id: MessageID, section: String, generation: Generation) {
        guard let (node, wanted, place) = part(section, of: id, generation) else { return }
        let transfer = PartTransfer(
            id: id, path: place, node: node, wanted: wanted, generation: generation, purpose: .save,
            charsets: environment.charsets)
        let name = OutsideFiles.name(wanted.fileName, mediaType: ViewerCommand.mediaType(of: wanted))
        // What the part is called was looked at before; this is what the desktop would be given.
        guard !SafeFileName.isProgram(name) else {
            deliver(.partNotShown(generation: generation, .program))
            return
        }
        let parent = ViewerRunner.folder(environment.variable)
        begin(transfer) { () throws(FileError) in
            let folder = try OutsideFiles.shared.makeFolder(in: parent)
            do throws(FileError) {
                return PartTransfer.Target(
                    file: try NewFile(at: FilePlace(folder: folder, name: name)), folder: folder)
            } catch {
                rmdir(folder)
                OutsideFiles.shared.forget(folder)
                throw error
            }
        }
    }

    func viewPart(
        _ id: MessageID, section: String, generation: Generation, columns: Int, pictures: Bool, room: PictureRoom?
    ) {
        guard let (node, wanted, place) = part(section, of: id, generation) else { return }
        guard node.size.octets <= UInt64(ViewerRunner.inputLimit) else {
            deliver(.partNotShown(generation: generation, .tooLarge))
            return
        }
        let transfer = PartTransfer(
            id: id, path: place, node: node, wanted: wanted, generation: generation, purpose: .view,
            charsets: environment.charsets)
        let variable = environment.variable
        let files = environment.files
        let patience = environment.viewerPatience
        begin(transfer) { () throws(ViewerFailure) in
            var mailcap = Mailcap(files: files, environment: variable)
            if pictures { mailcap.addPictures(columns: columns, room: room, path: variable("PATH")) }
            var viewers = ViewerRunner(
                mailcap: mailcap, columns: columns, room: room, environment: variable)
            viewers.patience = patience
            if viewers.canShow(ViewerCommand.mediaType(of: wanted)) {
                do throws(FileError) {
                    return PartTransfer.Target(file: try viewers.makeFile(), viewers: viewers)
                } catch {
                    throw .noFile(code: error.code)
                }
            }
            guard AttachmentInspection.lists(wanted) || AttachmentInspection.isText(wanted) else { throw .noViewer }
            return PartTransfer.Target()
        }
    }

    /// The next window of a part has come.
    func partFetched(_ message: FetchedMessage, _ generation: Generation) {
        guard let transfer = transfers[generation] else { return }
        let octets = message.window ?? []
        if octets.count >= transfer.window.count / 2 {
            windowSize.took(environment.clock.monotonic() - transfer.askedAt)
        }
        transfer.work = Task { @NetActor in
            do throws(FileError) {
                let isLast = try await transfer.take(octets)
                guard self.isUnderWay(transfer) else { return }
                self.deliver(
                    .partProgress(
                        generation: generation, received: ByteSize(transfer.received), of: transfer.node.size))
                if transfer.purpose == .view, transfer.received > UInt64(ViewerRunner.inputLimit) {
                    self.end(transfer, .partNotShown(generation: generation, .tooLarge))
                } else if isLast {
                    await self.complete(transfer)
                } else {
                    self.askForNext(of: transfer)
                }
            } catch {
                self.fail(transfer, error)
            }
        }
    }

    /// A window did not come. Where the line went it is asked for on the next one.
    func partFailed(_ generation: Generation, _ error: MailError) {
        guard let transfer = transfers[generation] else { return }
        switch error.kind {
        case .connectionFailed, .timedOut, .cancelled, .tlsFailed, .nameNotFound, .authenticationFailed,
            .protocolViolation:
            guard transfer.park() else { return fail(transfer, error) }
            if background?.holds(transfer.id) == true {
                transfer.unpark()
                askForNext(of: transfer)
            }
        default: fail(transfer, error)
        }
    }

    /// A mailbox is open on a new line: what was under way goes on, if it is still the same messages.
    func resumeTransfers() {
        for transfer in transfers.values where transfer.isParked {
            transfer.unpark()
            askForNext(of: transfer)
        }
    }

    /// The mailbox cannot be opened any more: what waits for it waits in vain.
    func failParkedTransfers(_ error: MailError) {
        for transfer in transfers.values where transfer.isParked { fail(transfer, error) }
    }

    /// Gives up what `generation` is fetching. Nothing of it stays.
    func cancelTransfer(_ generation: Generation) {
        guard let transfer = transfers.removeValue(forKey: generation) else { return }
        abandonments[generation] = Task { @NetActor in
            await transfer.abandon()
            self.abandonments[generation] = nil
        }
    }

    /// Gives up everything, and waits until nothing of it is left.
    func abandonTransfers() async {
        for generation in transfers.keys { cancelTransfer(generation) }
        while let (_, abandonment) = abandonments.first { await abandonment.value }
    }

    /// The part that is to be fetched, what is wanted of it, itself or the file in it that `2/1` names, and the mailbox.
    private func part(
        _ section: String, of id: MessageID, _ generation: Generation
    ) -> (node: PartNode, wanted: PartNode, path: MailboxPath)? {
        let tree = (reading?.id == id ? reading?.tree : nil) ?? opened.tree(of: id) ?? knownStructure(of: id)
        let inner = InnerFile.place(section)
        let fetched = inner?.section ?? section
        let file = inner.flatMap { _ in opened.file(section, of: id) }
        guard let path = path(of: id) ?? locals[id]?.path, FetchSection(number: fetched) != nil,
            inner == nil || file != nil,
            let node = tree?.nodes.first(where: { $0.section == fetched }), !node.isMultipart,
            inner == nil || node.size.octets <= FileMessage.tnefLimit * 4 / 3
        else {
            deliver(
                .failed(generation: generation, MailError(.notFound, subject: server.description)))
            return nil
        }
        return (node, file.map { InnerFile.node($0.section, $0.fileName, $0.mediaType) } ?? node, path)
    }

    private func isUnderWay(_ transfer: PartTransfer) -> Bool { transfers[transfer.generation] === transfer }

    private func begin<E: Error>(
        _ transfer: PartTransfer, _ make: @escaping @Sendable () throws(E) -> PartTransfer.Target
    ) {
        transfers[transfer.generation] = transfer
        transfer.work = Task { @NetActor in
            let made: Result<PartTransfer.Target, E> = await Blocking.run {
                Result { () throws(E) in try make() }
            }
            switch made {
            case .success(let target):
                transfer.take(target)
                if self.isUnderWay(transfer) { self.askForNext(of: transfer) }
            case .failure(let error as FileError): self.fail(transfer, error)
            case .failure(let error as ViewerFailure):
                self.end(transfer, .partNotShown(generation: transfer.generation, error))
            case .failure: break
            }
        }
    }

    func askForNext(of transfer: PartTransfer) {
        let inBackground = background?.holds(transfer.id) == true
        if locals[transfer.id] == nil {
            if mustWait(transfer) { return }
            guard isOpen(transfer.id) || inBackground else { return goOnElsewhere(transfer) }
            if !inBackground { wantBackground(for: transfer) }
        }
        guard let window = transfer.next(windowSize.octets, at: environment.clock.monotonic()) else {
            fail(transfer, MailError(.local, subject: server.description, detail: "more than 4 GB"))
            return
        }
        ask(
            .window(transfer.id.uid, section: transfer.node.section, window: window), of: transfer.id,
            for: .part(transfer.generation), inBackground: inBackground)
    }

    /// The last that is heard of a part.
    private func end(_ transfer: PartTransfer, _ event: MailEvent) {
        guard isUnderWay(transfer) else { return }
        cancelTransfer(transfer.generation)
        deliver(event)
    }

    func fail(_ transfer: PartTransfer, _ error: MailError) {
        end(transfer, .failed(generation: transfer.generation, error))
    }

    private func fail(_ transfer: PartTransfer, _ error: FileError) {
        switch transfer.purpose {
        case .save: fail(transfer, MailError(.local, subject: error.path, detail: error.reason))
        case .view: end(transfer, .partNotShown(generation: transfer.generation, .noFile(code: error.code)))
        }
    }

    private func complete(_ transfer: PartTransfer) async {
        let findings = await transfer.findings()
        guard isUnderWay(transfer) else { return }
        switch transfer.purpose {
        case .save: await keep(transfer, findings)
        case .view:
            // A cancelled generation ends the program with this task.
            let viewing = Task { @NetActor in await self.view(transfer, findings) }
            transfer.viewing = viewing
            end(transfer, await viewing.value)
        }
    }

    private func keep(_ transfer: PartTransfer, _ findings: AttachmentFindings) async {
        guard let file = transfer.file as? NewFile else { return }
        let synced: Result<Void, FileError> = await Blocking.run { Result { () throws(FileError) in try file.sync() } }
        // Whoever gives it up until now finds no file.
        guard isUnderWay(transfer) else { return }
        let kept: Result<String, FileError>
        switch synced {
        case .success: kept = await Blocking.run { Result { () throws(FileError) in try file.keep() } }
        case .failure(let error): kept = .failure(error)
        }
        switch kept {
        case .success(let path):
            end(
                transfer,
                .partSaved(
                    generation: transfer.generation,
                    SavedPart(
                        path: path, size: ByteSize(transfer.written), missing: ByteSize(transfer.missing),
                        warnings: findings.warnings)))
        case .failure(let error): fail(transfer, error)
        }
    }

    private func view(_ transfer: PartTransfer, _ findings: AttachmentFindings) async -> MailEvent {
        let generation = transfer.generation
        let missing = ByteSize(transfer.missing)
        if let viewers = transfer.viewers, let file = transfer.file as? ViewerFile {
            do throws(ViewerFailure) {
                let viewed = try await viewers.show(
                    file, mediaType: ViewerCommand.mediaType(of: transfer.wanted),
                    parameters: transfer.wanted.parameters)
                let text: MessageText? =
                    viewed.sequence != nil
                    ? nil
                    : viewed.isPicture
                        ? await TextReader.picture(ofProgram: viewed.output)
                        : await TextReader.text(ofProgram: viewed.output, charsets: environment.charsets)
                return .partViewed(
                    generation: generation, PartView(findings, viewed, text: text, missing: missing))
            } catch {
                // Rows of which none holds are none.
                let isPlain =
                    AttachmentInspection.lists(transfer.wanted) || AttachmentInspection.isText(transfer.wanted)
                guard error == .noViewer, isPlain else {
                    return .partNotShown(generation: generation, error)
                }
            }
        }
        let text = await transfer.text()
        return .partViewed(generation: generation, PartView(findings, text: text, missing: missing))
    }
}

extension PartNode {
    /// `application/pdf`.
    var type: String { "\(mediaType)/\(subtype)" }
}
