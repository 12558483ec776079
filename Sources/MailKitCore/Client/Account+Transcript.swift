import MailGrammar

/// The dialogue as a file, for whoever can help.
extension Account {
    func saveTranscript(generation: Generation, path: String, proposed: String) {
        let octets = Array((transcript.text() + "\n").utf8)
        let home = environment.variable("HOME")
        let deliver = deliver
        let account = configuration.id
        Task { @NetActor in
            let saved: Result<String, FileError> = await Blocking.run {
                Result { () throws(FileError) in
                    let file = try NewFile(at: FilePlace(typed: path, proposed: proposed, home: home))
                    if let failure = file.appending(octets) { throw failure }
                    try file.sync()
                    return try file.keep()
                }
            }
            switch saved {
            case .success(let path): deliver(.transcriptSaved(account, path: path))
            case .failure(let error):
                deliver(
                    .failed(generation: generation, MailError(.local, subject: error.path, detail: error.reason)))
            }
        }
    }
}
