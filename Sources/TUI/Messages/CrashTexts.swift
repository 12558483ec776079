/// What the terminal says when the program has crashed. The path of the report stands between the first two.
enum CrashTexts {
    static let before = Text(
        en:
            "Rohrpost has crashed, which is a mistake of the program. What it was doing, without any of your mail, is in ",
        de:
            "Rohrpost ist abgestürzt, das ist ein Fehler des Programms. Was es gerade tat, ohne etwas aus Ihrer Post, steht in "
    )
    static let behind = Text(
        en: "; please send it with your report.", de: "; bitte schicken Sie das mit der Meldung.")
    static let without = Text(
        en: "Rohrpost has crashed, which is a mistake of the program; no report could be written.",
        de: "Rohrpost ist abgestürzt, das ist ein Fehler des Programms; es ließ sich kein Bericht schreiben.")
}
