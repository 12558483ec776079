// swift-tools-version: 6.3
import PackageDescription

// A package of its own: it needs the fuzzing engine of the toolchain, and nothing of it belongs into the program.
// `Sources/MailGrammar` is a link to the project's, so that what is fuzzed is compiled with the sanitizers.
// Run by scripts/fuzz. The targets and their invariants are shared with `swift test`, which runs them briefly.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]
/// Coverage for the engine, and bounds of everything that is read through a pointer.
let instrumented: [SwiftSetting] = settings + [.unsafeFlags(["-sanitize=fuzzer,address"])]

let package = Package(
    name: "rohrpost-fuzz",
    targets: [
        .target(name: "MailGrammar", swiftSettings: instrumented),
        .target(name: "FuzzTargets", dependencies: ["MailGrammar"], swiftSettings: instrumented),
        .target(name: "CEngine"),
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzTargets", "CEngine"], swiftSettings: instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
)
