/// What is said of a picture that has the screen.
enum PictureTexts {
    static let keys = Text(en: "Keys at a picture", de: "Tasten bei einem Bild")
    static let place = Text(en: "at a picture", de: "bei einem Bild")

    /// - Parameter key: the one that shows a part
    static func resized(_ key: Text) -> Text {
        Text(
            en: "the window has another size now; \(key.en) draws the picture for it",
            de: "das Fenster hat jetzt eine andere Größe; \(key.de) zeichnet das Bild dafür")
    }
}
