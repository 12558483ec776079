import CPlatform
import Glibc
import MailKitCore

/// Finds themes by name: the user's, the site's, the ones beside the program, the one compiled in.
package struct ThemeLibrary: Sendable {
    /// Folders, the first one first.
    package let folders: [String]

    package init(folders: [String]) { self.folders = folders }

    /// The folders of this process.
    package init(environment: (String) -> String?, executable: String?) {
        var folders: [String] = []
        if let configuration = environment("XDG_CONFIG_HOME"), configuration.hasPrefix("/") {
            folders.append(configuration + "/rohrpost/themes")
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            folders.append(home + "/.config/rohrpost/themes")
        }
        folders.append("/usr/share/rohrpost/themes")
        if let executable, let slash = executable.lastIndex(of: "/") {
            let folder = executable[..<slash]
            folders.append("\(folder)/themes")
            folders.append("\(folder)/../share/rohrpost/themes")
        }
        self.folders = folders
    }

    /// The theme that needs no file.
    package static let compiledInName = "compact"

    /// Its bytes, those of `themes/compact.theme`.
    package static var compiledIn: [UInt8] {
        var length = 0
        guard let bytes = rp_theme_compact(&length) else { return [] }
        return Array(UnsafeBufferPointer(start: bytes, count: length))
    }

    /// The theme of that name; an error names the file, the line and what is wrong there.
    package func theme(named name: String) throws(ThemeFileError) -> Theme {
        let isPlain =
            !name.isEmpty && name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 } && !name.hasPrefix(".")
        guard isPlain else { throw ThemeFileError(text: ThemeTexts.notFound(name), position: nil) }
        for folder in folders {
            let path = "\(folder)/\(name).theme"
            guard access(path, F_OK) == 0 else { continue }
            guard let bytes = Self.read(path) else {
                throw ThemeFileError(text: ThemeTexts.unreadable(path), position: nil)
            }
            return try Self.theme(bytes, path: path)
        }
        guard name == Self.compiledInName else {
            throw ThemeFileError(text: ThemeTexts.notFound(name), position: nil)
        }
        return try Self.theme(Self.compiledIn, path: "\(name).theme")
    }

    /// The names of all themes that can be had, sorted; what is no name of a theme is no theme.
    package func names() -> [String] {
        var names: Set<String> = [Self.compiledInName]
        for folder in folders {
            guard let directory = opendir(folder) else { continue }
            defer { closedir(directory) }
            while names.count < Self.limit, let entry = readdir(directory) {
                let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard file.hasSuffix(".theme"), let name = ThemeName(String(file.dropLast(6))) else { continue }
                names.insert(name.name)
            }
        }
        return names.sorted()
    }

    /// Themes that are listed.
    private static let limit = 500

    private static func theme(_ bytes: [UInt8], path: String) throws(ThemeFileError) -> Theme {
        do {
            return try Theme(file: bytes)
        } catch {
            throw ThemeFileError(
                text: ThemeTexts.inFile(path, line: error.position?.line) + error.text, position: error.position)
        }
    }

    /// A whole file of at most 1 MB.
    private static func read(_ path: String) -> [UInt8]? {
        let limit = 1 << 20
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while result.count <= limit {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count == 0 { return result }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            result += buffer[..<count]
        }
        return nil
    }
}
