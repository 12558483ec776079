/// What the terminal says when the program has crashed. The path of the report stands between the first two.
struct CrashTexts {
    /// Octets of each that are kept; longer ones would be cut.
    static let limit = 239

    let before: Text
    let behind: Text
    let without: Text

    /// Names the program, and those who help where there is room for them.
    init(_ brand: Brand) {
        let title = brand.title.utf8.count <= 120 ? brand.title : Brand.rohrpost.title
        let crashed = Text(
            en: "\(title) has crashed, which is a mistake of the program",
            de: "\(title) ist abgestürzt, das ist ein Fehler des Programms")
        before =
            crashed
            + Text(
                en: ". What it was doing, without any of your mail, is in ",
                de: ". Was es gerade tat, ohne etwas aus Ihrer Post, steht in ")
        behind = Self.supported(
            Text(en: "; please send it with your report.", de: "; bitte schicken Sie das mit der Meldung."), brand)
        without = Self.supported(
            crashed + Text(en: "; no report could be written.", de: "; es ließ sich kein Bericht schreiben."), brand)
    }

    private static func supported(_ text: Text, _ brand: Brand) -> Text {
        guard !brand.support.isEmpty else { return text }
        let whole =
            text + Text(same: " ") + LookTexts.support + Text(same: ": " + brand.support.joined(separator: ", "))
        return max(whole.en.utf8.count, whole.de.utf8.count) <= limit ? whole : text
    }
}
