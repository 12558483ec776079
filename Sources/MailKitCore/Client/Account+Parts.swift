import Glibc
import MailGrammar

/// Parts that are fetched whole: to be saved, or to be shown by a program or as a list of what is in them.
///
/// Each is fetched a window at a time between everything else that the line is asked for.
extension Account {
    func savePart(_ id: MessageID, section: String, generation: Generation, path: String) {
        guard let (node, wanted) = part(section, of: id, generation) else { return }
        let fallback =
            "part-" + section.replacing("/", with: "-")
            + (ViewerCommand.fileEnding(wanted.type).map { ".\($0)" } ?? "")
        let proposed = SafeFileName.make(wanted.fileName, fallback: fallback)
        let home = environment.variable("HOME")
        let transfer = PartTransfer(
            id: id, node: node, wanted: wanted, generation: generation, purpose: .save, charsets: environment.charsets)
        begin(transfer) { () throws(FileError) in
            try NewFile(at: FilePlace(typed: path, proposed: proposed, home: home))
        }
    }

    func viewPart(_ id: MessageID, section: String, generation: Generation, columns: Int) {
        guard let (node, wanted) = part(section, of: id, generation) else { return }
        let variable = environment.variable
        let files = environment.files
        Task { @NetActor in
            let viewers = await Blocking.run {
                ViewerRunner(
                    mailcap: Mailcap(files: files, environment: variable), columns: columns, environment: variable)
            }
            let canShow = viewers.canShow(wanted.type)
            guard canShow || AttachmentInspection.lists(wanted) else {
                self.deliver(.partNotShown(generation: generation, .noViewer))
                return
            }
            guard node.size.octets <= UInt64(ViewerRunner.inputLimit) else {
                self.deliver(.partNotShown(generation: generation, .tooLarge))
                return
            }
            let transfer = PartTransfer(
                id: id, node: node, wanted: wanted, generation: generation, purpose: .view(canShow ? viewers : nil),
                charsets: self.environment.charsets)
            self.begin(transfer) { () throws(FileError) in canShow ? try viewers.makeFile() : nil }
        }
    }

    /// The next window of a part has come.
    func partFetched(_ message: FetchedMessage, _ generation: Generation) {
        guard let transfer = transfers[generation] else { return }
        let octets = message.window ?? []
        if octets.count >= transfer.window.count / 2 {
            windowSize.took(environment.clock.monotonic() - transfer.askedAt)
        }
        Task { @NetActor in
            do throws(FileError) {
                let isLast = try await transfer.take(octets)
                guard self.transfers[generation] === transfer else { return }
                self.deliver(
                    .partProgress(
                        generation: generation, received: ByteSize(transfer.received), of: transfer.node.size))
                if isLast { await self.complete(transfer) } else { self.askForNext(of: transfer) }
            } catch {
                self.fail(transfer, MailError(.local, subject: error.path, detail: error.reason))
            }
        }
    }

    /// A window did not come. Where the line went it is asked for on the next one.
    func partFailed(_ generation: Generation, _ error: MailError) {
        guard let transfer = transfers[generation] else { return }
        switch error.kind {
        case .connectionFailed, .timedOut, .cancelled, .tlsFailed, .nameNotFound, .authenticationFailed,
            .protocolViolation:
            transfer.isParked = true
        default: fail(transfer, error)
        }
    }

    /// A mailbox is open on a new line: what was under way goes on, if it is still the same messages.
    func resumeTransfers() {
        for transfer in transfers.values where transfer.isParked {
            transfer.isParked = false
            if isOpen(transfer.id) {
                askForNext(of: transfer)
            } else {
                fail(transfer, MailError(.notFound, subject: configuration.server.description))
            }
        }
    }

    /// The part that is to be fetched, and what is wanted of it: itself, or the file in it that `2/1` names.
    private func part(
        _ section: String, of id: MessageID, _ generation: Generation
    ) -> (node: PartNode, wanted: PartNode)? {
        let current = reading?.id == id ? reading : nil
        let tree = current?.tree ?? structures[id.uid]
        let inner = InnerFile.place(section)
        let fetched = inner?.section ?? section
        let file = inner.flatMap { _ in current?.files.first { $0.section == section } }
        guard isOpen(id), FetchSection(number: fetched) != nil, inner == nil || file != nil,
            let node = tree?.nodes.first(where: { $0.section == fetched }), !node.isMultipart
        else {
            deliver(
                .failed(generation: generation, MailError(.notFound, subject: configuration.server.description)))
            return nil
        }
        return (node, file.map { InnerFile.node($0.section, $0.fileName, $0.mediaType) } ?? node)
    }

    private func begin(
        _ transfer: PartTransfer, file make: @escaping @Sendable () throws(FileError) -> (any AppendableFile)?
    ) {
        transfers[transfer.generation] = transfer
        Task { @NetActor in
            let made: Result<(any AppendableFile)?, FileError> = await Blocking.run {
                Result { () throws(FileError) in try make() }
            }
            guard self.transfers[transfer.generation] === transfer else { return }
            switch made {
            case .success(let file):
                transfer.file = file
                self.askForNext(of: transfer)
            case .failure(let error):
                self.fail(transfer, MailError(.local, subject: error.path, detail: error.reason))
            }
        }
    }

    private func askForNext(of transfer: PartTransfer) {
        guard let window = transfer.next(windowSize.octets, at: environment.clock.monotonic()) else {
            fail(transfer, MailError(.local, subject: configuration.server.description, detail: "more than 4 GB"))
            return
        }
        ask(.window(transfer.id.uid, section: transfer.node.section, window: window), for: .part(transfer.generation))
    }

    private func fail(_ transfer: PartTransfer, _ error: MailError) {
        guard transfers[transfer.generation] === transfer else { return }
        transfers[transfer.generation] = nil
        deliver(.failed(generation: transfer.generation, error))
    }

    private func complete(_ transfer: PartTransfer) async {
        let findings = await transfer.findings()
        switch transfer.purpose {
        case .save:
            guard let file = transfer.file as? NewFile else { return }
            let kept: Result<String, FileError> = await Blocking.run {
                Result { () throws(FileError) in try file.keep() }
            }
            guard transfers[transfer.generation] === transfer else { return }
            switch kept {
            case .success(let path):
                transfers[transfer.generation] = nil
                deliver(
                    .partSaved(
                        generation: transfer.generation,
                        SavedPart(
                            path: path, size: ByteSize(transfer.written),
                            missing: ByteSize(transfer.missing), warnings: findings.warnings)))
            case .failure(let error):
                fail(transfer, MailError(.local, subject: error.path, detail: error.reason))
            }
        case .view(let viewers):
            // The program's task is what a cancelled generation ends.
            let viewing = Task { @NetActor in await self.view(transfer, viewers, findings) }
            transfer.viewing = viewing
            let event = await viewing.value
            guard transfers[transfer.generation] === transfer else { return }
            transfers[transfer.generation] = nil
            deliver(event)
        }
    }

    private func view(
        _ transfer: PartTransfer, _ viewers: ViewerRunner?, _ findings: AttachmentFindings
    ) async -> MailEvent {
        guard let viewers, let file = transfer.file as? ViewerFile else {
            return .partViewed(generation: transfer.generation, PartView(findings))
        }
        do throws(ViewerFailure) {
            let viewed = try await viewers.show(
                file, mediaType: transfer.wanted.type, parameters: transfer.wanted.parameters)
            let text = await TextReader.text(ofProgram: viewed.output, charsets: environment.charsets)
            return .partViewed(generation: transfer.generation, PartView(findings, viewed, text: text))
        } catch {
            return .partNotShown(generation: transfer.generation, error)
        }
    }
}

extension PartNode {
    /// `application/pdf`.
    var type: String { "\(mediaType)/\(subtype)" }
}
