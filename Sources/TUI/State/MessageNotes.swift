import MailKitCore

extension [MessageText.Note] {
    /// Adds what a window says; a count takes the place of the smaller one before it.
    package mutating func add(_ note: MessageText.Note) {
        guard !contains(note) else { return }
        let before = firstIndex { known in
            switch (known, note) {
            case (.hiddenLeftOut, .hiddenLeftOut), (.trackersLeftOut, .trackersLeftOut), (.imagesInline, .imagesInline):
                true
            default: false
            }
        }
        if let before { self[before] = note } else { append(note) }
    }
}
