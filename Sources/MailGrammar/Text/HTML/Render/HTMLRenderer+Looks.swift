extension HTMLRenderer {
    /// Style attributes that are remembered: mails repeat them.
    private static let styleCacheLimit = 256

    /// What the element, its attributes and the style sheets say of its looks.
    func declarations(_ element: HTMLElement, _ attributes: HTMLAttributes, inline: CSSDeclarations?) -> CSSStyle {
        var said = CSSDeclarations()
        if !sheet.isEmpty {
            sheet.apply(to: &said, element: element.name, classes: attributes["class"], id: attributes["id"])
        }
        if let inline {
            said.normal.apply(inline.normal)
            said.important.apply(inline.important)
        }
        var style = said.normal
        style.apply(said.important)
        return style
    }

    mutating func look(_ element: HTMLElement, _ attributes: HTMLAttributes, _ frame: inout Frame) {
        frame.styles.formUnion(element.styles)
        switch element.role {
        case .dropped: frame.isDropped = true
        case .preformatted: frame.keepsSpace = true
        case .cell(isHeading: true): frame.styles.insert(.bold)
        default: break
        }
        if attributes.isEmpty && sheet.isEmpty { return }
        if let text = attributes["bgcolor"], let colour = CSSColour(CSSText.lowered(ArraySlice(text.utf8))) {
            frame.background = colour
        }
        if element.name == "font", let text = attributes["color"] {
            frame.colour = CSSColour(CSSText.lowered(ArraySlice(text.utf8))) ?? frame.colour
        }
        let style = declarations(element, attributes, inline: attributes["style"].map { inlineStyle($0) })
        if style.hidesForGood || attributes["hidden"] != nil { frame.isGone = true }
        frame.isInvisible = style.isInvisible ?? frame.isInvisible
        frame.isTiny = style.isTiny ?? frame.isTiny
        frame.colour = style.colour ?? frame.colour
        frame.background = style.background ?? frame.background
        if style.hasPicture == true || attributes["background"] != nil { frame.background = nil }
        frame.keepsSpace = style.keepsSpace ?? frame.keepsSpace
        func set(_ isOn: Bool?, _ looks: StyleSet) {
            if let isOn { if isOn { frame.styles.formUnion(looks) } else { frame.styles.subtract(looks) } }
        }
        set(style.isBold, .bold)
        set(style.isItalic, .italic)
        // A decoration is drawn by the element that has it: an inner one cannot take it off.
        if style.isUnderlined == true || element.styles.contains(.underline) { set(style.isUnderlined, .underline) }
        if style.isStruck == true || element.styles.contains(.strike) { set(style.isStruck, .strike) }
        // Said by their own style.
        if frame.styles.contains(.heading) { frame.styles.remove(.bold) }
        if frame.styles.contains(.link) || element.role == .link { frame.styles.remove(.underline) }
    }

    mutating func inlineStyle(_ text: String) -> CSSDeclarations {
        if let known = inlineStyles[text] { return known }
        let parsed = CSSDeclarations(Array(text.utf8)[...])
        if inlineStyles.count < Self.styleCacheLimit, text.utf8.count <= 1024 { inlineStyles[text] = parsed }
        return parsed
    }
}
