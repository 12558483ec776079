import CPlatform
import Glibc

/// What a program of the desktop is to open.
package enum OutsideTarget: Hashable, Sendable {
    /// An address that is clean: printable ASCII, and no option.
    case link(String)
    /// A file of ``OutsideFiles``.
    case file(path: String, mediaType: String)
}

/// Why a program of the desktop did not open something.
package enum OutsideFailure: Error, Hashable, Sendable {
    /// Neither a row of a mailcap nor `xdg-open` is there for it.
    case noProgram
    case notStarted(program: String, code: Int32)
    /// It ended at once; the status is 255 where a signal ended it.
    case failed(program: String, status: Int32)
}

/// The seam through which programs of the desktop are started; tests pass one that starts none.
package protocol OutsideOpener: Sendable {
    /// Starts a program and gives its name, as soon as it is likely that it works.
    func open(_ target: OutsideTarget) async throws(OutsideFailure) -> String
    /// Nobody wants the file any more.
    func discard(_ path: String) async
}

/// Opens by the person's mailcap (RFC 1524) or by `xdg-open`, in a session of its own and without the terminal.
package struct DesktopOpener: OutsideOpener {
    /// A program that ends sooner has handed the file to another one, which may not have read it yet.
    static let handingOver = Duration.seconds(10)
    private static let program = "xdg-open"

    private let files: any FileSystem
    private let tests: any FilterSpawner
    private let kept: OutsideFiles
    /// What goes wrong goes wrong within so many milliseconds.
    private let patience: Int32
    private let environment: @Sendable (String) -> String?

    /// - Parameters:
    ///   - tests: runs the `test` of a row
    ///   - environment: that of this process, which the programs get as it is
    package init(
        files: any FileSystem = LocalFileSystem(), tests: any FilterSpawner = ProcessSpawner(),
        kept: OutsideFiles = .shared, patience: Int32 = 2000, environment: @escaping @Sendable (String) -> String?
    ) {
        self.files = files
        self.tests = tests
        self.kept = kept
        self.patience = patience
        self.environment = environment
    }

    package func discard(_ path: String) async { await Blocking.run { kept.remove(path) } }

    package func open(_ target: OutsideTarget) async throws(OutsideFailure) -> String {
        switch target {
        case .link(let address): return try await openByDesktop(address)
        case .file(let path, let given):
            let mediaType = ViewerCommand.mediaType(given, fileName: path)
            do throws(OutsideFailure) {
                if let row = await row(path, mediaType) {
                    return try await start(["/bin/sh", "-c", row.line], called: row.program, file: path)
                }
                return try await openByDesktop(path)
            } catch {
                await discard(path)
                throw error
            }
        }
    }

    private func openByDesktop(_ argument: String) async throws(OutsideFailure) -> String {
        let path = environment("PATH")
        guard let program = await Blocking.run({ programPath(Self.program, in: path) }) else { throw .noProgram }
        return try await start([program, argument], called: Self.program, file: nil)
    }

    /// The command of the first row that fits and holds.
    private func row(_ path: String, _ mediaType: String) async -> (line: String, program: String)? {
        let rows = await Blocking.run { Mailcap(files: files, environment: environment).windows(for: mediaType) }
        for row in rows {
            guard let shown = ViewerCommand(row.command, file: path, mediaType: mediaType, parameters: []),
                shown.usesFile
            else { continue }
            if let test = row.test {
                guard let test = ViewerCommand(test, file: path, mediaType: mediaType, parameters: []) else { continue }
                let outcome = await tests.run(
                    FilterCommand(
                        arguments: ["/bin/sh", "-c", test.line], environment: passed, timeout: ViewerRunner.testTimeout,
                        outputLimit: 4096))
                guard outcome.end == .exited(status: 0) else { continue }
            }
            return (shown.line, String(row.command.prefix { $0 != " " && $0 != "\t" }))
        }
        return nil
    }

    /// What a test sees: it most often asks for the desktop.
    private var passed: [String] {
        ["PATH", "HOME", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"]
            .compactMap { name in environment(name).map { "\(name)=\($0)" } }
    }

    /// - Parameter file: what goes when the program ends
    private func start(
        _ arguments: [String], called name: String, file: String?
    ) async throws(OutsideFailure) -> String {
        let begun = Clock.system.monotonic()
        let started = await Blocking.run { DetachedProcess.start(arguments) }
        switch started {
        case .failure(let error): throw .notStarted(program: name, code: error.code)
        case .success(let process):
            if let status = await Blocking.run({ process.wait(milliseconds: patience) }) {
                guard status == 0 else { throw .failed(program: name, status: status) }
                return name
            }
            let kept = kept
            process.whenEnded {
                guard let file, Clock.system.monotonic() - begun >= Self.handingOver else { return }
                kept.remove(file)
            }
            return name
        }
    }
}

/// A program in a session of its own, without a terminal, that outlives us.
struct DetachedProcess: Sendable {
    let number: pid_t

    /// - Parameter arguments: the program's path first
    static func start(_ arguments: [String]) -> Result<DetachedProcess, ChildProcess.NotStarted> {
        guard let path = arguments.first else { return .failure(ChildProcess.NotStarted(code: EINVAL)) }
        var number: pid_t = 0
        let descriptors = [0, 1, 2].map { rp_spawn_descriptor(parent: -1, child: $0) }
        let code = ChildProcess.withCStrings(arguments) { arguments in
            path.withCString { path in
                descriptors.withUnsafeBufferPointer { descriptors in
                    var request = rp_spawn_request(
                        path: path, arguments: arguments.baseAddress, environment: nil,
                        descriptors: descriptors.baseAddress, descriptor_count: descriptors.count,
                        own_process_group: 0, foreground_on: -1, own_session: 1)
                    return rp_spawn(&request, &number)
                }
            }
        }
        return code == 0 ? .success(DetachedProcess(number: number)) : .failure(ChildProcess.NotStarted(code: code))
    }

    /// Its status, 255 for a signal; `nil` where it has not ended by then. Blocks.
    func wait(milliseconds: Int32) -> Int32? {
        let watch = rp_process_descriptor(number)
        // Where the kernel gives no descriptor for a process nobody knows yet.
        guard watch >= 0 else { return nil }
        defer { close(watch) }
        var watched = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, milliseconds) > 0 ? collect() : nil
    }

    /// Collects it on a thread of its own: it may go on for hours, and the lane for what blocks has few places.
    func whenEnded(_ body: @escaping @Sendable () -> Void) {
        // Without a thread its file stays until we end.
        _ = DetachedThread.start(stack: 128 * 1024) {
            _ = collect()
            body()
        }
    }

    private func collect() -> Int32 {
        var end = rp_process_end()
        guard rp_wait(number, 1, &end) == 0, end.signal == 0 else { return 255 }
        return end.code
    }
}
