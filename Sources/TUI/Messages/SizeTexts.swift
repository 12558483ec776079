import MailGrammar

/// Sizes as a person reads them: `812 B`, `48 KB`, `3.4 MB`. 1 KB is 1,000 octets.
package enum SizeTexts {
    /// `3.4 MB, 12 s`: what fetching it costs, where that is known.
    package static func price(_ size: ByteSize, seconds: UInt64?) -> Text {
        guard let seconds else { return short(size) }
        return short(size) + (seconds < 120 ? ScreenTexts.inSeconds(seconds) : ScreenTexts.inMinutes(seconds / 60))
    }

    package static func short(_ size: ByteSize) -> Text {
        switch size.octets {
        case 0..<1000: ScreenTexts.octets(size.octets)
        case 1000..<999_500: ScreenTexts.kilobytes((size.octets + 500) / 1000)
        default: ScreenTexts.megabytes(size.octets / 1_000_000, size.octets / 100_000 % 10)
        }
    }
}
