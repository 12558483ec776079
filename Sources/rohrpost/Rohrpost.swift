import ArgumentParser
import TUI

@main
struct Rohrpost: ParsableCommand {
    /// Shown by `--version`.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(commandName: "rohrpost", version: version)

    func run() throws {
        print(Brand.rohrpost.title)
    }
}
