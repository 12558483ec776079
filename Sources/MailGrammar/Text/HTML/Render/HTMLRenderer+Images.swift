extension HTMLRenderer {
    /// A picture of at most this many pixels a side shows nothing.
    private static let dotSize = 2
    private static let altLimit = 200

    /// A picture is its description; without one it is counted.
    mutating func image(_ attributes: HTMLAttributes, _ frame: Frame) {
        guard !frame.isDropped else { return }
        let source = attributes["src"] ?? ""
        let style = declarations(frame.element, attributes, inline: attributes["style"].map { inlineStyle($0) })
        let (width, height) = (style.width ?? side("width", attributes), style.height ?? side("height", attributes))
        let isDot =
            (width.map { $0 <= Self.dotSize } ?? false) && (height.map { $0 <= Self.dotSize } ?? true)
            || (height.map { $0 <= Self.dotSize } ?? false) && width == nil
        let scheme = LinkTarget.scheme(of: String(source.drop { $0.isWhitespace }))
        if isDot || frame.isHidden {
            // Whoever sends a dot along with the mail learns nothing from it.
            if scheme == "cid" || scheme == "data" { counts.images &+= 1 } else { counts.trackers &+= 1 }
            return
        }
        let alt = Self.words(attributes["alt"] ?? "")
        if links.words.isOn { sawLinkedPicture = true }
        guard !alt.isEmpty else {
            counts.images &+= 1
            return
        }
        writer.styles.insert(.faint)
        var shown = alt
        write("[")
        shown.withUTF8 { write($0, keepsSpace: false) }
        write("]")
        writer.styles.remove(.faint)
    }

    /// Pixels; a share of something is taken for much.
    private func side(_ name: String, _ attributes: HTMLAttributes) -> Int? {
        attributes[name].map { _ in attributes.pixels(name) ?? .max }
    }

    /// Without white space around and in runs; cut.
    private static func words(_ text: String) -> String {
        text.unicodeScalars.prefix(altLimit * 4).split { $0.properties.isWhitespace }.map { String($0) }.joined(
            separator: " "
        )
        .unicodeScalars.prefix(altLimit).reduce(into: "") { $0.unicodeScalars.append($1) }
    }
}
