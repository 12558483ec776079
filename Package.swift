// swift-tools-version: 6.3
import PackageDescription

/// One list for every Swift target: language mode 6, and a warning is an error.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "rohrpost",
    products: [.executable(name: "rohrpost", targets: ["rohrpost"])],
    targets: [
        // C: what Swift cannot import by itself. Each is used by exactly one folder (see docs/architecture.md).
        .target(
            name: "CTerminal",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CToml"),
        .target(name: "CXML"),
        .target(name: "CPlatform", linkerSettings: [.linkedLibrary("idn2")]),

        // Swift, in the order of imports: rohrpost -> TUI -> MailKitCore -> MailGrammar -> nothing.
        .target(name: "MailGrammar", swiftSettings: settings),
        .target(
            name: "MailKitCore",
            dependencies: ["MailGrammar", "COpenSSL", "CZlib", "CSQLite", "CToml", "CPlatform", "CXML"],
            swiftSettings: settings),
        .target(
            name: "TUI",
            dependencies: ["MailKitCore", "MailGrammar", "CTerminal", "CPlatform"],
            swiftSettings: settings),
        .executableTarget(
            name: "rohrpost", dependencies: ["TUI", "MailKitCore", "MailGrammar"], swiftSettings: settings),

        // What is fuzzed and what must hold; the engine that drives it is a package of its own in Fuzz/.
        .target(
            name: "FuzzTargets", dependencies: ["MailGrammar", "MailKitCore", "TUI"], path: "Fuzz/Sources/FuzzTargets",
            swiftSettings: settings),

        // Tests: one folder per target, live tests apart.
        .target(
            name: "TestSupport", dependencies: ["MailGrammar", "MailKitCore", "CPlatform"],
            path: "Tests/TestSupport", swiftSettings: settings),
        // A process of its own that tests start, kill and starve.
        .executableTarget(
            name: "StoreChild", dependencies: ["MailKitCore", "MailGrammar", "TestSupport"], path: "Tests/StoreChild",
            swiftSettings: settings),
        .testTarget(
            name: "MailGrammarTests", dependencies: ["MailGrammar", "FuzzTargets", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "MailKitCoreTests", dependencies: ["MailKitCore", "MailGrammar", "TestSupport", "CPlatform"],
            swiftSettings: settings),
        .testTarget(
            name: "TUITests", dependencies: ["TUI", "MailKitCore", "MailGrammar", "TestSupport"],
            exclude: ["__Screens__"], swiftSettings: settings),
        .testTarget(
            name: "RohrpostTests", dependencies: ["rohrpost", "TUI", "MailKitCore", "MailGrammar", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "LiveTests", dependencies: ["TUI", "MailKitCore", "MailGrammar", "TestSupport"],
            swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
