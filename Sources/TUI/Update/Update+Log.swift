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
        logGeneration = generation
        return [
            .mail(
                .saveTranscript(account: account, generation: generation, path: path, proposed: CopyTexts.logName))
        ]
    }

    mutating func savedLog(_ path: String) {
        logGeneration = nil
        tell(PartWorkTexts.logSaved(TerminalText.truncated(path, toWidth: 200)) + waysToFetch(path))
    }

    /// Remembers where something was saved, and tells how it gets to where the person sits.
    mutating func waysToFetch(_ path: String) -> Text {
        lastSaved = absolute(path)
        guard let line = lastSaved.flatMap({ terminal.source?.line($0) }) else { return Text(same: "") }
        return CopyTexts.fetchWith(line)
    }
}
