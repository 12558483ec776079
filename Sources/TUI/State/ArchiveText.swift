import MailGrammar
import MailKitCore

/// The files of an archive as a text for the reader, without a word in it, so that it is the same in every language.
enum ArchiveText {
    /// `!   48 KB  Ordner/Rechnung.pdf.exe`; `*` stands behind what needs a password.
    static func listing(_ view: PartView) -> MessageText {
        var text = ""
        for file in view.files {
            let isFolder = file.name.hasSuffix("/")
            let size = isFolder ? "" : self.size(file.size)
            text += file.codes.isEmpty ? "  " : "! "
            text += String(repeating: " ", count: max(0, 9 - size.count)) + size + "  "
            text += TerminalText.sanitised(file.name) + (file.isEncrypted ? "  *" : "") + "\n"
        }
        if view.fileCount > view.files.count {
            text += "  " + String(repeating: " ", count: 8) + "…  +\(view.fileCount - view.files.count)\n"
        }
        return MessageText(
            text: text, isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [])
    }

    private static func size(_ size: ByteSize) -> String {
        // No megabytes: they have another point in another language.
        let words =
            size.octets < 1000 ? ScreenTexts.octets(size.octets) : ScreenTexts.kilobytes((size.octets + 500) / 1000)
        return words.en
    }
}
