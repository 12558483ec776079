// swift-tools-version: 6.3
import PackageDescription

// A package of its own: it needs the fuzzing engine of the toolchain, and nothing of it belongs into the program.
// `MailGrammar`, `MailKitCore`, `TUI`, `CXML` and `CPlatform` in `Sources` are links to the project's, so that what is fuzzed is compiled
// with the sanitizers. What those call, libxml2 and glibc's iconv, is the machine's own and is not.
// Run by scripts/fuzz. The targets and their invariants are shared with `swift test`, which runs them briefly.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]
/// Coverage for the engine, and bounds of everything that is read through a pointer.
let instrumented: [SwiftSetting] = settings + [.unsafeFlags(["-sanitize=fuzzer,address"])]
let instrumentedC: [CSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]

let package = Package(
    name: "rohrpost-fuzz",
    targets: [
        .target(name: "CXML", cSettings: instrumentedC),
        .target(name: "CPlatform", cSettings: instrumentedC, linkerSettings: [.linkedLibrary("idn2")]),
        .target(name: "MailGrammar", swiftSettings: instrumented),
        // Of the core only what reads a stranger's octets with the help of C.
        .target(
            name: "MailKitCore", dependencies: ["MailGrammar", "CXML", "CPlatform"], sources: ["HTML", "Charset"],
            swiftSettings: instrumented),
        // Of the front end only what reads a terminal's octets: no curses.
        .target(
            name: "TUI", dependencies: ["MailGrammar"],
            sources: [
                "Terminal/KeyDecoder.swift", "Terminal/Key.swift", "Terminal/MouseEvent.swift",
                "Draw/CellPosition.swift", "Messages/Text.swift", "Messages/KeyTexts.swift",
                "Messages/Language.swift",
            ], swiftSettings: instrumented),
        .target(name: "FuzzTargets", dependencies: ["MailGrammar", "MailKitCore", "TUI"], swiftSettings: instrumented),
        .target(name: "CEngine"),
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzTargets", "CEngine"], swiftSettings: instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
)
