/// The brands of a host-wide file: one for all, and others by the domain of the mail address.
///
///     [brand]
///     title = "Hafenpost"
///     support = "help@example.org"
///
///     [brand."example.org"]
///     title = "Example Mail"
public struct BrandTable: Hashable, Sendable {
    var general = BrandConfiguration()
    var domains: [String: BrandConfiguration] = [:]

    /// None.
    public static let none = BrandTable()

    /// The brand for a domain, else for one that it is part of, else for all; each value by itself.
    public func brand(for domain: String) -> BrandConfiguration {
        var brand = BrandConfiguration()
        var rest = domain.lowercased()[...]
        while !rest.isEmpty {
            if let found = domains[String(rest)] { brand = brand.over(found) }
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return brand.over(general)
    }
}

/// What a provider calls its program and where it is to be reached; texts as they stand in the file, not cleaned yet.
public struct BrandConfiguration: Hashable, Sendable {
    /// By the names of the options.
    var values: [String: String] = [:]

    /// In the place of the program's name.
    public var title: String? { values["title"] }
    /// A small picture made of characters, for the first line of a large screen.
    public var logo: String? { values["logo"] }
    /// A larger one, for the welcome screen.
    public var welcomeLogo: String? { values["welcome-logo"] }
    /// The address of those who help.
    public var support: String? { values["support"] }
    /// When they can be reached.
    public var supportHours: String? { values["support-hours"] }
    /// A page of theirs.
    public var supportLink: String? { values["support-link"] }
    /// `#rrggbb`.
    public var accent: String? { values["accent"] }

    /// Values that come from a file of their own where they do.
    private static let filed = ["logo", "welcome-logo"]

    /// With what only `base` says.
    func over(_ base: BrandConfiguration) -> BrandConfiguration {
        var below = base.values
        // A logo and the file of a logo are the same thing.
        for key in Self.filed where values[key] != nil || values["\(key)-file"] != nil {
            below[key] = nil
            below["\(key)-file"] = nil
        }
        return BrandConfiguration(values: values.merging(below) { own, _ in own })
    }

    /// The same with the logos that lie in files, and what could not be read.
    package func loaded(from files: some FileSystem) -> (BrandConfiguration, [ConfigurationError]) {
        var copy = self
        var errors: [ConfigurationError] = []
        for key in Self.filed {
            guard let path = values["\(key)-file"] else { continue }
            do throws(FileError) {
                copy.values[key] = String(decoding: try files.read(path, limit: 16_384), as: UTF8.self)
            } catch {
                errors.append(
                    ConfigurationError(
                        file: path, problems: [ConfigurationProblem(.unreadable(error.reason), at: nil)]))
            }
        }
        return (copy, errors)
    }
}

extension AccountConfiguration {
    /// The domain of its address; where the user's name is none, the server's.
    public var domain: String {
        guard let sign = user.lastIndex(of: "@") else { return server.host }
        // `max@example.org*support` is a master user's name for `max@example.org`.
        let domain = user[user.index(after: sign)...].prefix { $0 != "*" }.lowercased()
        return domain.isEmpty ? server.host : domain
    }
}

extension ConfigurationOption {
    /// The settings of `[brand]` and `[brand."DOMAIN"]`.
    static let brand: [ConfigurationOption] = [
        ConfigurationOption(
            name: "title", section: .brand, kind: .text, default: "`Rohrpost`",
            summary: "What the program is called, up to 30 cells."),
        ConfigurationOption(
            name: "logo", section: .brand, kind: .text, default: "the title",
            summary: "A picture made of characters for the first two lines of a large screen, 16 cells wide."),
        ConfigurationOption(
            name: "logo-file", section: .brand, kind: .path, default: "`logo`",
            summary: "A file with it."),
        ConfigurationOption(
            name: "welcome-logo", section: .brand, kind: .text, default: "a pneumatic tube; with a `title` none",
            summary: "A larger one for the welcome screen, up to 60 cells wide and 10 lines high."),
        ConfigurationOption(
            name: "welcome-logo-file", section: .brand, kind: .path, default: "`welcome-logo`",
            summary: "A file with it."),
        ConfigurationOption(
            name: "support", section: .brand, kind: .text, default: "none is named",
            summary: "An address or a number of those who help; it stands where something fails."),
        ConfigurationOption(
            name: "support-hours", section: .brand, kind: .text, default: "none are named",
            summary: "When they can be reached."),
        ConfigurationOption(
            name: "support-link", section: .brand, kind: .text, default: "none is named",
            summary: "A page of theirs."),
        ConfigurationOption(
            name: "accent", section: .brand, kind: .rgb, default: "the theme's",
            summary: "The colour of title and cursor, where the theme lets it be one and it can be read there."),
    ]
}

extension ConfigurationReader {
    /// `[brand]`: options, and tables of them by domain.
    mutating func readBrands(_ value: TOMLValue) -> BrandTable {
        var result = BrandTable()
        guard case .table(let table) = value.content else {
            note(.notTable(key: "brand", found: value.type), value.position)
            return result
        }
        for entry in table.entries {
            guard case .table(let own) = entry.value.content else {
                readBrandOption(entry, of: "", into: &result.general)
                continue
            }
            guard let address = ServerAddress(host: entry.key, port: 1, security: .implicitTLS),
                !address.isLiteralAddress
            else {
                note(.badDomain(key: "brand", value: clean(entry.key)), entry.keyPosition)
                continue
            }
            for option in own.entries {
                readBrandOption(option, of: address.host, into: &result.domains[address.host, default: .init()])
            }
        }
        return result
    }

    private mutating func readBrandOption(_ entry: TOMLEntry, of domain: String, into brand: inout BrandConfiguration) {
        guard let text = readText(entry, in: .brand, of: .brand(domain)) else { return }
        if entry.key == "accent", !Self.isColour(text) {
            note(.badAccent(key: entry.key, value: clean(text)), entry.value.position)
        }
        brand.values[entry.key] = text
    }

    private static func isColour(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "#") && text.utf8.count == 7
            && text.utf8.dropFirst().allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    }
}
