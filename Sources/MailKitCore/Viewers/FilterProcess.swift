/// The seam through which filters are run; tests pass one that runs none.
package protocol FilterSpawner: Sendable {
    /// Runs a filter to its end. Cancelling the task ends it.
    func run(_ command: FilterCommand) async -> FilterOutcome
}

/// A program that reads a file and writes a text.
package struct FilterCommand: Hashable, Sendable {
    /// The program's path, then what it is given.
    package let arguments: [String]
    /// `NAME=value`: all that the program sees of ours.
    package let environment: [String]
    /// The file that is its standard input; nothing where nil.
    package let input: String?
    /// After this it is ended, with all that it started.
    package let timeout: Duration
    /// Octets of output after which it is ended.
    package let outputLimit: Int

    package init(
        arguments: [String], environment: [String], input: String? = nil, timeout: Duration, outputLimit: Int
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.timeout = timeout
        self.outputLimit = outputLimit
    }
}

/// What became of a filter.
package struct FilterOutcome: Hashable, Sendable {
    /// Why it ended.
    package enum End: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)
        case timedOut
        /// It wrote more than it may.
        case outputFull
        case cancelled
        /// It could not be started: the `errno` value.
        case notStarted(code: Int32)
    }

    package let end: End
    /// What it wrote, at most the limit.
    package let output: [UInt8]
    /// What it wrote to its standard error: at most 2,000 octets, cleaned, in one line.
    package let message: String

    package init(_ end: End, output: [UInt8] = [], message: String = "") {
        self.end = end
        self.output = output
        self.message = message
    }
}
