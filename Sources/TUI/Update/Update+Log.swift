import MailGrammar
import MailKitCore

// The dialogue as a file.
extension AppState {
    mutating func askWhereToSaveLog() {
        prompt = Prompt(kind: .saveLog, text: savingFolder + CopyTexts.logName)
    }

    mutating func saveLog(at path: String) -> [Effect] {
        guard !path.isEmpty else { return [] }
        let generation = newGeneration()
        savingLog = (generation, path)
        return [
            .mail(
                .saveTranscript(account: account, generation: generation, path: path, proposed: CopyTexts.logName))
        ]
    }

    mutating func savedLog(_ path: String) {
        savingLog = nil
        tell(PartWorkTexts.logSaved(TerminalText.truncated(path, toWidth: 200)) + waysToFetch(path))
    }

    /// It could not be written: what was typed is not lost, most often a letter of it is wrong.
    mutating func failedLog(at path: String, _ error: MailError) {
        savingLog = nil
        guard case .log = overlay, error.kind == .local, prompt == nil, question == nil else { return }
        prompt = Prompt(kind: .saveLog, text: path)
    }

    /// Remembers where something was saved, and tells how it gets to where the person sits.
    mutating func waysToFetch(_ path: String) -> Text {
        lastSaved = absolute(path)
        guard let line = lastSaved.flatMap({ terminal.source?.line($0) }) else { return Text(same: "") }
        return CopyTexts.fetchWith(line)
    }
}
