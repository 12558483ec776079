import Glibc
import MailGrammar
import Synchronization

/// Shows a part by a program of the person's own, as text.
///
/// The program gets the part as a file with a name of ours, no terminal, no input of ours, no descriptor, hardly any
/// environment, a limit of time and of output, and no network where the system allows that. What it writes is as untrusted as
/// the part was.
package struct ViewerRunner: Sendable {
    /// Octets of a part that are given to a program.
    package static let inputLimit = 32 << 20
    /// Octets of its output that are kept.
    package static let outputLimit = 1 << 20
    package static let timeout = Duration.seconds(10)
    /// For a row's `test`, and for finding out whether the network can be cut off.
    static let testTimeout = Duration.seconds(2)
    private static let testLimit = 4096

    /// How long a program may take that makes a text or a picture.
    package var patience = timeout
    private let mailcap: Mailcap
    private let spawner: any FilterSpawner
    private let network: NetworkCutoff
    private let environment: [String]
    private let folder: String
    private let room: PictureRoom?

    /// - Parameters:
    ///   - room: of pictures of pixels
    ///   - environment: that of this process; little of it is passed on
    ///   - columns: what the program is told of the width it writes for
    package init(
        mailcap: Mailcap, spawner: any FilterSpawner = ProcessSpawner(), network: NetworkCutoff = .shared,
        columns: Int = 80, room: PictureRoom? = nil, environment: (String) -> String?
    ) {
        self.mailcap = mailcap
        self.spawner = spawner
        self.network = network
        self.room = room
        var passed = [
            "PATH=\(environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin")", "TERM=dumb", "COLUMNS=\(columns)",
        ]
        for name in ["HOME", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "USER", "LOGNAME"] {
            if let value = environment(name) { passed.append("\(name)=\(value)") }
        }
        self.environment = passed
        folder = Self.folder(environment)
    }

    /// Where temporary files lie: nothing in the path means anything to a shell.
    static func folder(_ environment: (String) -> String?) -> String {
        let given = environment("TMPDIR") ?? ""
        return given.hasPrefix("/") && given.utf8.allSatisfy(ViewerCommand.isPath) ? given : "/tmp"
    }

    /// Whether there is a row for a media type; its `test` is not run for this.
    package func canShow(_ mediaType: String) -> Bool { !mailcap.filters(for: mediaType).isEmpty }

    /// A file for a part that is to be shown. Blocks.
    package func makeFile() throws(FileError) -> ViewerFile { try ViewerFile(in: folder) }

    /// Runs the first row that fits.
    ///
    /// - Parameters:
    ///   - file: the part, its transfer encoding undone, at most ``inputLimit`` octets
    ///   - mediaType: `application/pdf`
    ///   - parameters: those of its Content-Type
    package func show(
        _ file: ViewerFile, mediaType: String, parameters: [MIMEParameter] = []
    ) async throws(ViewerFailure) -> ViewedText {
        let rows = mailcap.filters(for: mediaType)
        guard !rows.isEmpty else { throw .noViewer }
        let isOffline = await network.isPossible(spawner)
        let request = Request(mediaType: mediaType, parameters: parameters, isOffline: isOffline)
        for row in rows {
            let outcome: FilterOutcome?
            do throws(FileError) {
                outcome = try await file.withEnding(row.fileEnding ?? ViewerCommand.fileEnding(mediaType)) { path in
                    await run(row, path, request)
                }
            } catch {
                throw .noFile(code: error.code)
            }
            guard let outcome else { continue }
            var sequence: PictureSequence?
            if let room, row.picture == room.format {
                sequence = await Self.sequence(outcome, room)
                // What is refused is drawn as the next row does it: with blocks.
                if sequence == nil, outcome.end.isOfItsOwn { continue }
            }
            return try Self.result(outcome, row, isOffline: isOffline, sequence: sequence)
        }
        throw .noViewer
    }

    @CPUActor
    private static func sequence(_ outcome: FilterOutcome, _ room: PictureRoom) -> PictureSequence? {
        outcome.end == .exited(status: 0) ? PictureSequence(outcome.output, room: room) : nil
    }

    private struct Request {
        let mediaType: String
        let parameters: [MIMEParameter]
        let isOffline: Bool
    }

    /// nil for a row that does not hold.
    private func run(_ row: Mailcap.Entry, _ path: String, _ request: Request) async -> FilterOutcome? {
        func command(_ line: String) -> ViewerCommand? {
            ViewerCommand(line, file: path, mediaType: request.mediaType, parameters: request.parameters)
        }
        if let test = row.test {
            guard let test = command(test) else { return nil }
            let outcome = await spawner.run(
                FilterCommand(
                    arguments: NetworkCutoff.arguments(test.line, isOffline: request.isOffline),
                    environment: environment,
                    timeout: Self.testTimeout, outputLimit: Self.testLimit))
            guard outcome.end == .exited(status: 0) else { return outcome.end == .cancelled ? outcome : nil }
        }
        guard let shown = command(row.command) else { return nil }
        return await spawner.run(
            FilterCommand(
                arguments: NetworkCutoff.arguments(shown.line, isOffline: request.isOffline), environment: environment,
                input: shown.usesFile ? nil : path, timeout: patience,
                outputLimit: row.picture == nil ? Self.outputLimit : PictureSequence.limit))
    }

    private static func result(
        _ outcome: FilterOutcome, _ row: Mailcap.Entry, isOffline: Bool, sequence: PictureSequence?
    ) throws(ViewerFailure) -> ViewedText {
        let program = String(row.command.prefix { $0 != " " && $0 != "\t" })
        switch outcome.end {
        case .exited(status: 0): break
        case .outputFull: break
        // Many programs end with an error and have shown all there is.
        case .exited(let status):
            if outcome.output.isEmpty { throw .failed(program: program, status: status, message: outcome.message) }
        case .killed(let signal):
            throw .killed(program: program, signal: signal, message: outcome.message)
        case .timedOut: throw .timedOut(program: program)
        case .cancelled: throw .cancelled
        case .notStarted(let code): throw .notStarted(program: program, code: code)
        }
        return ViewedText(
            output: outcome.output, isCut: outcome.end == .outputFull, isOffline: isOffline, program: program,
            isPicture: row.picture != nil, sequence: sequence)
    }
}

extension FilterOutcome.End {
    /// Nobody and no time ended it.
    fileprivate var isOfItsOwn: Bool {
        switch self {
        case .exited, .outputFull: true
        default: false
        }
    }
}

/// What a program wrote of a part.
package struct ViewedText: Hashable, Sendable {
    /// As it came, as a rule UTF-8: decode and clean it like a part.
    package let output: [UInt8]
    /// It wrote more than is kept.
    package let isCut: Bool
    /// It had no network.
    package let isOffline: Bool
    /// The first word of its command.
    package let program: String
    /// A picture: of coloured letters, see ``PictureText``, unless there is a sequence.
    package let isPicture: Bool
    /// The picture, where it is one of pixels.
    package let sequence: PictureSequence?

    package init(
        output: [UInt8], isCut: Bool, isOffline: Bool, program: String, isPicture: Bool = false,
        sequence: PictureSequence? = nil
    ) {
        self.sequence = sequence
        self.output = output
        self.isCut = isCut
        self.isOffline = isOffline
        self.program = program
        self.isPicture = isPicture
    }
}

/// Why a part could not be shown by a program. `message` is what it wrote to its standard error, cleaned.
public enum ViewerFailure: Error, Hashable, Sendable {
    /// No row of a mailcap fits.
    case noViewer
    /// The part is a program, and whatever opened it would run it.
    case program
    /// The part is larger than what is given to a program.
    case tooLarge
    /// The file for it could not be written: the `errno` value.
    case noFile(code: Int32)
    case notStarted(program: String, code: Int32)
    case failed(program: String, status: Int32, message: String)
    case killed(program: String, signal: Int32, message: String)
    case timedOut(program: String)
    case cancelled
}

/// Runs commands in a network namespace of their own, where there is no network. Source: unshare(1).
package final class NetworkCutoff: Sendable {
    /// For the whole process: what the system allows does not change.
    package static let shared = NetworkCutoff()
    private static let unshare = "/usr/bin/unshare"

    private let known = Mutex<Bool?>(nil)

    /// Knows nothing yet.
    package init() {}

    /// Whether the system allows it; tried once.
    func isPossible(_ spawner: any FilterSpawner) async -> Bool {
        if let known = known.withLock({ $0 }) { return known }
        let outcome = await spawner.run(
            FilterCommand(
                arguments: Self.arguments("exit 0", isOffline: true), environment: [],
                timeout: ViewerRunner.testTimeout, outputLimit: 4096))
        // A task that is given up says nothing about the system.
        if outcome.end == .cancelled { return false }
        let isPossible = outcome.end == .exited(status: 0)
        known.withLock { $0 = isPossible }
        return isPossible
    }

    /// What a shell's line is run with.
    static func arguments(_ line: String, isOffline: Bool) -> [String] {
        (isOffline ? [unshare, "-r", "-n", "--"] : []) + ["/bin/sh", "-c", line]
    }
}
