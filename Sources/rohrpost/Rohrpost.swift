import ArgumentParser
import TUI

@main
struct Rohrpost: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rohrpost", version: "0.1.0")

    func run() throws {
        print(TUI.name)
    }
}
