// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that nothing of it reaches the program: it replaces malloc by one that counts.
// `Sources/MailGrammar`, `CXML` and `HTMLReading` are links to the project's. Always built for release; run by scripts/bench, or by hand:
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
        .target(name: "CXML"),
        .target(name: "HTMLReading", dependencies: ["MailGrammar", "CXML"], swiftSettings: settings),
        .executableTarget(
            name: "parse-bench", dependencies: ["MailGrammar", "AllocationCount"], swiftSettings: settings),
        .executableTarget(
            name: "mime-bench", dependencies: ["MailGrammar", "AllocationCount"], swiftSettings: settings),
        .executableTarget(
            name: "thread-bench", dependencies: ["MailGrammar"], swiftSettings: settings),
        .executableTarget(
            name: "html-bench", dependencies: ["HTMLReading", "MailGrammar"], swiftSettings: settings),
    ]
)
