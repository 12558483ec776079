/// What the octets of a file are, whatever its label says.
///
/// The raw value is stable: scripts compare it, and warnings name it.
public enum ContentKind: String, CaseIterable, Hashable, Sendable {
    // Programs.
    /// A Windows program or library; `MZ`.
    case pe = "PE"
    case elf = "ELF"
    case machO = "Mach-O"
    case javaClass = "Java class"
    case dex = "DEX"
    case webAssembly = "WebAssembly"
    /// A Windows installer, by the class of its root folder.
    case msi = "MSI"
    case deb = "deb"
    case rpm = "RPM"
    case xar = "xar"
    /// A program's archive: Java, Android.
    case jar = "JAR"
    // Scripts.
    /// Begins with `#!`.
    case shebang = "#!"
    /// An export of the Windows registry.
    case registry = "REG"
    // Containers.
    /// A Windows link to something to run.
    case link = "LNK"
    /// `[InternetShortcut]`.
    case internetShortcut = "URL"
    case iso = "ISO"
    case diskImage = "disk image"
    case compiledHelp = "CHM"
    case oneNote = "OneNote"
    /// `winmail.dat`.
    case tnef = "TNEF"
    // Archives.
    case zip = "ZIP"
    case tar = "TAR"
    case gzip = "gzip"
    case bzip2 = "bzip2"
    case xz = "xz"
    case zstandard = "zstd"
    case sevenZip = "7z"
    case rar = "RAR"
    case cabinet = "CAB"
    case ace = "ACE"
    case arj = "ARJ"
    case lha = "LHA"
    // Documents.
    /// Word, Excel or PowerPoint of 1997 to 2003, or an Outlook message, in a compound file.
    case compound = "OLE2"
    /// Word, Excel or PowerPoint since 2007.
    case officeOpen = "OOXML"
    case openDocument = "ODF"
    case pdf = "PDF"
    case rtf = "RTF"
    case html = "HTML"
    case svg = "SVG"
    case flash = "SWF"
    case postScript = "PostScript"
    // Harmless as such.
    case picture = "picture"
    case media = "media"
    case text = "text"

    /// What kinds have in common where labels are compared with them.
    enum Family: Hashable, Sendable {
        case program
        case script
        case container
        case archive
        case document
        case pdf
        case markup
        case picture
        case media
        case text
    }

    var family: Family {
        switch self {
        case .pe, .elf, .machO, .javaClass, .dex, .webAssembly, .msi, .deb, .rpm, .xar, .jar: .program
        case .shebang, .registry: .script
        case .link, .internetShortcut, .iso, .diskImage, .compiledHelp, .oneNote, .tnef: .container
        case .zip, .tar, .gzip, .bzip2, .xz, .zstandard, .sevenZip, .rar, .cabinet, .ace, .arj, .lha: .archive
        case .compound, .officeOpen, .openDocument, .rtf, .flash, .postScript: .document
        case .pdf: .pdf
        case .html, .svg: .markup
        case .picture: .picture
        case .media: .media
        case .text: .text
        }
    }
}
