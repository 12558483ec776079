import CEngine
import FuzzTargets
import Glibc

// fuzz --targets                                 the names of all targets, one a line
// fuzz --seeds FOLDER                            writes the target's seeds there, and its dictionary as FOLDER.dict
// fuzz [OPTION OF THE ENGINE...] [FOLDER...]     looks for an input that breaks the target
// fuzz FILE                                      tries that input alone
// The target is named in the environment (ROHRPOST_FUZZ_TARGET): the engine takes all other arguments.

private func complain(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}

if CommandLine.arguments.dropFirst().first == "--targets" {
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
}

private let target: FuzzTarget = {
    let name = getenv("ROHRPOST_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.named(name) else {
        complain("no fuzz target '\(name)'; there are: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
        exit(2)
    }
    return target
}()

private func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb") else {
        complain("cannot write \(path)")
        exit(1)
    }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--seeds" {
    let folder = CommandLine.arguments[2]
    for (index, seed) in target.seeds.enumerated() { write(seed, to: "\(folder)/seed-\(index)") }
    let lines = target.words.map { word in
        "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
    }
    write(Array(lines.joined().utf8), to: "\(folder).dict")
    exit(0)
}

private var count = CommandLine.argc
private var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv

exit(
    LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
        if let broken = target.check(Array(UnsafeBufferPointer(start: bytes, count: count))) {
            complain("\(target.name): \(broken)")
            abort()
        }
        return 0
    })
