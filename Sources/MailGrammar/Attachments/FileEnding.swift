/// Why a file of some ending is dangerous to open.
enum FileDanger: Hashable, Sendable {
    /// Runs as a program.
    case program
    /// Is read by an interpreter that can do what a program can.
    case script
    /// Carries other files, or leads to them, past what looks at the mail.
    case container
    /// An office document that can have macros.
    case macro
    /// Opens in a browser and can have scripts and forms.
    case active
}

/// What is behind the last dot of a file's name.
enum FileEnding {
    /// What an ending promises the file to be; only where a lie about it matters.
    enum Promise: Hashable, Sendable {
        case picture
        case pdf
        case text
        /// Word, Excel and PowerPoint of any age; their programs open each other's formats.
        case office
        case media
        case archive
    }

    /// Why the ending is dangerous; nil for all that is not in the table.
    /// - Parameter ending: lower case, without its dot
    static func danger(_ ending: String) -> FileDanger? {
        var low = 0
        var high = dangerous.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            let row = dangerous[middle]
            if row.ending == ending { return row.danger }
            if row.ending < ending { low = middle &+ 1 } else { high = middle }
        }
        return nil
    }

    /// What the ending promises; nil where nothing depends on it.
    /// - Parameter ending: lower case, without its dot
    static func promise(_ ending: String) -> Promise? { promises[ending] }

    /// Says what a file is, so that a second ending behind it contradicts it.
    /// - Parameter ending: lower case, without its dot
    static func isKnown(_ ending: String) -> Bool { promises[ending] != nil || danger(ending) != nil }

    private static let promises: [String: Promise] = {
        let rows: [(Promise, String)] = [
            (.picture, "jpg jpeg jpe jfif png gif bmp webp tif tiff heic heif ico avif"),
            (.pdf, "pdf"),
            (.text, "txt text csv tsv log md asc ics ical vcf vcard ini json xml yml yaml"),
            (
                .office,
                "doc docx dot dotx xls xlsx xlt xltx ppt pptx pps ppsx pot potx rtf odt ods odp odg pages numbers key"
            ),
            (.media, "mp3 m4a wav ogg oga flac aac wma mp4 m4v mov avi mkv webm mpg mpeg wmv amr"),
            (.archive, "zip 7z rar gz tgz tar xz bz2 zst lz lzma cab ace arj lzh z"),
        ]
        var table: [String: Promise] = [:]
        for (promise, endings) in rows {
            for ending in endings.split(separator: " ") { table[String(ending)] = promise }
        }
        return table
    }()
}
