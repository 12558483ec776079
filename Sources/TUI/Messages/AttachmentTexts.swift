import MailGrammar

/// What a file is by its octets, as a person calls it; shapes that have no better name keep their own.
package enum AttachmentTexts {
    /// By the raw value that a warning carries; any other word, an ending or a type, stays as it is.
    package static func kind(named word: String) -> Text {
        ContentKind(rawValue: word).map { kind($0) } ?? Text(same: word)
    }

    /// In a few words, without an article.
    package static func kind(_ kind: ContentKind) -> Text {
        switch kind {
        case .pe: Text(en: "Windows program", de: "Windows-Programm")
        case .elf: Text(en: "Linux program", de: "Linux-Programm")
        case .machO: Text(en: "macOS program", de: "macOS-Programm")
        case .javaClass, .jar: Text(en: "Java program", de: "Java-Programm")
        case .dex: Text(en: "Android program", de: "Android-Programm")
        case .webAssembly: Text(en: "WebAssembly program", de: "WebAssembly-Programm")
        case .msi: Text(en: "Windows installer", de: "Windows-Installationspaket")
        case .deb, .rpm, .xar:
            Text(en: "installer (\(kind.rawValue))", de: "Installationspaket (\(kind.rawValue))")
        case .shebang: Text(en: "script", de: "Skript")
        case .registry: Text(en: "registry file", de: "Registrierungsdatei")
        case .link: Text(en: "Windows link", de: "Windows-Verknüpfung")
        case .internetShortcut: Text(en: "internet link", de: "Internetverknüpfung")
        case .iso, .diskImage: Text(en: "disk image", de: "Datenträgerabbild")
        case .compiledHelp: Text(en: "Windows help file", de: "Windows-Hilfedatei")
        case .oneNote: Text(en: "OneNote notebook", de: "OneNote-Notizbuch")
        case .tnef: Text(en: "Outlook package (winmail.dat)", de: "Outlook-Paket (winmail.dat)")
        case .zip, .tar, .gzip, .bzip2, .xz, .zstandard, .sevenZip, .rar, .cabinet, .ace, .arj, .lha:
            Text(en: "archive (\(kind.rawValue))", de: "Archiv (\(kind.rawValue))")
        case .compound, .officeOpen: Text(en: "Office document", de: "Office-Dokument")
        case .openDocument: Text(en: "OpenDocument file", de: "OpenDocument-Datei")
        case .pdf, .rtf, .postScript: Text(same: kind.rawValue)
        case .html: Text(en: "HTML page", de: "HTML-Seite")
        case .svg: Text(en: "SVG drawing", de: "SVG-Zeichnung")
        case .flash: Text(en: "Flash film", de: "Flash-Film")
        case .picture: Text(en: "image", de: "Bild")
        case .media: Text(en: "sound or video", de: "Ton oder Video")
        case .text: Text(en: "text", de: "Text")
        }
    }
}
