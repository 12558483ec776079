// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that nothing of it reaches the program: it replaces malloc by one that counts.
// `Sources/MailGrammar`, `MailKitCore`, `HTMLReading` and those with a C are links to the project's. Always built for release; run by scripts/bench, or by hand:
//
//     swift run -c release --package-path Benchmarks parse-bench

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "rohrpost-benchmarks",
    targets: [
        .target(name: "MailGrammar", swiftSettings: settings),
        .target(name: "AllocationCount"),
        .target(name: "Figures", swiftSettings: settings),
        .target(name: "CXML"),
        .target(name: "HTMLReading", dependencies: ["MailGrammar", "CXML"], swiftSettings: settings),
        .systemLibrary(name: "CSQLite"),
        .target(name: "CPlatform", linkerSettings: [.linkedLibrary("idn2")]),
        .systemLibrary(name: "COpenSSL"),
        .systemLibrary(name: "CZlib"),
        .target(name: "CToml"),
        .target(
            name: "MailKitCore",
            dependencies: ["MailGrammar", "COpenSSL", "CZlib", "CSQLite", "CToml", "CPlatform", "CXML"],
            swiftSettings: settings),
        .executableTarget(
            name: "sync-bench", dependencies: ["Figures", "MailKitCore", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "body-bench", dependencies: ["MailKitCore", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "store-bench", dependencies: ["Figures", "MailKitCore", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "parse-bench", dependencies: ["AllocationCount", "Figures", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "mime-bench", dependencies: ["AllocationCount", "Figures", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "thread-bench", dependencies: ["Figures", "MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "html-bench", dependencies: ["Figures", "HTMLReading", "MailGrammar"], swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
