import MailGrammar
import MailKitCore

/// A part that is shown as a picture of pixels, over everything.
package struct ShownPicture: Hashable, Sendable {
    /// Of the part.
    package let section: String
    package let name: Text
    package let sequence: PictureSequence
    /// What drew it, and that something of the part was missing.
    let note: Text
}

extension AppState {
    /// The room that a picture of pixels has on this screen; `nil` where it is drawn with half blocks in the reader.
    var pictureRoom: PictureRoom? {
        guard terminal.pictures != .blocks else { return nil }
        let place = picturePlace
        return PictureRoom(
            format: terminal.pictures, columns: place.columns.count, rows: place.rows.count, cell: size.cell)
    }

    /// Where it stands: below the title, a column from the edges, and a line above whatever follows.
    var picturePlace: Area {
        var shown = self
        shown.overlay = .picture
        shown.question = nil
        let layout = OverlayLayout(shown)
        return Area(rows: layout.rows.dropLast(), columns: layout.area.columns.dropFirst().dropLast())
    }

    /// Goes back to the list of parts, at the part.
    mutating func closePicture() {
        let parts = reader?.parts ?? []
        overlay = parts.firstIndex { $0.section == picture?.section }.map { .parts(ListPlace(cursor: $0)) }
        picture = nil
    }

    /// The screen has another size, or its cells have: the picture was drawn for the one before.
    mutating func closeResizedPicture() {
        guard picture != nil else { return }
        if case .picture = overlay {
            closePicture()
            tell(PictureTexts.resized(keys.hint(.choose, in: .parts)))
        } else if case .picture? = guidance.below?.overlay {
            guidance.below?.overlay = reader == nil ? nil : .parts(ListPlace())
        }
    }

    /// Whatever takes its place takes it away; below help it waits.
    mutating func settlePicture() {
        if case .picture = overlay {
            if picture == nil || reader == nil { closePicture() }
        } else if case .picture? = guidance.below?.overlay {
        } else {
            picture = nil
        }
    }
}
