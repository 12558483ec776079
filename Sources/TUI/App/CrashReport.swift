import CPlatform
import MailKitCore

/// What is left behind when the program crashes: a file that says where it was, and nothing of any mail.
package enum CrashReport {
    /// Gets ready; where there is no folder for it a crash is only told.
    package static func prepare(
        _ brand: Brand, version: String, language: Language, environment: (String) -> String?
    ) {
        let texts = CrashTexts(brand)
        let folder = StateFolder.path(environment: environment)
        if let folder { try? LocalFileSystem().makeFolder(folder) }
        _ = rp_crash_prepare(
            folder, version, texts.before(language), texts.behind(language), texts.without(language))
    }

    static func note(_ size: ScreenSize) {
        rp_crash_note(Int32(RP_CRASH_ROWS.rawValue), Int64(size.rows))
        rp_crash_note(Int32(RP_CRASH_COLUMNS.rawValue), Int64(size.columns))
    }

    static func note(_ counters: UILoop.Counters) {
        rp_crash_note(Int32(RP_CRASH_TURNS.rawValue), Int64(counters.turns))
        rp_crash_note(Int32(RP_CRASH_FRAMES.rawValue), Int64(counters.draws))
        rp_crash_note(Int32(RP_CRASH_LONGEST_TURN.rawValue), Int64(counters.longestTurn.microseconds))
    }
}

extension Duration {
    /// Whole microseconds, as many as fit.
    var microseconds: Int {
        let (seconds, attoseconds) = components
        let (whole, isTooLong) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
        return isTooLong ? .max : whole &+ Int(attoseconds / 1_000_000_000_000)
    }
}
