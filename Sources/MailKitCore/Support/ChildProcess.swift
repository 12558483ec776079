import CPlatform
import Glibc

/// An event descriptor that lives as long as somebody may ring it: how a wait for a program is ended from another thread.
final class ProcessBell: Sendable {
    let descriptor: Int32

    /// Nil where the system has no more descriptors; errno says so.
    init?() {
        descriptor = rp_eventfd()
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    func ring() { _ = rp_eventfd_signal(descriptor) }
}

/// A program that was started in a process group of its own, and our ends of its two outputs.
///
/// Whoever starts one collects it (`rp_wait`) and calls ``closeEnds()``.
package struct ChildProcess {
    package let number: pid_t
    /// Does not block, as `errors` does not.
    package let output: Int32
    package let errors: Int32

    /// Why it could not be started.
    package struct NotStarted: Error {
        /// errno
        let code: Int32
    }

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: `nil` for our own.
    ///   - input: its standard input; negative for none.
    ///   - takesTerminal: `input` is our terminal, and the program is to have it in the foreground.
    package static func start(
        _ arguments: [String], environment: [String]? = nil, input: Int32, takesTerminal: Bool = false
    ) -> Result<ChildProcess, NotStarted> {
        var output: [Int32] = [-1, -1]
        var errors: [Int32] = [-1, -1]
        func fail(_ code: Int32) -> Result<ChildProcess, NotStarted> {
            for end in output + errors where end >= 0 { close(end) }
            return .failure(NotStarted(code: code))
        }
        guard !arguments.isEmpty else { return fail(EINVAL) }
        guard rp_pipe(&output, 0) == 0, rp_pipe(&errors, 0) == 0 else { return fail(errno) }
        // Only our ends: the program's own are like those of any pipe.
        for end in [output[0], errors[0]] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var number: pid_t = 0
        let descriptors = [
            rp_spawn_descriptor(parent: input, child: 0),
            rp_spawn_descriptor(parent: output[1], child: 1),
            rp_spawn_descriptor(parent: errors[1], child: 2),
        ]
        let code = withCStrings(arguments) { arguments in
            withCStrings(environment ?? []) { variables in
                descriptors.withUnsafeBufferPointer { descriptors in
                    var request = rp_spawn_request(
                        path: arguments[0], arguments: arguments.baseAddress,
                        environment: environment == nil ? nil : variables.baseAddress,
                        descriptors: descriptors.baseAddress, descriptor_count: descriptors.count,
                        own_process_group: 1, foreground_on: takesTerminal ? 0 : -1, own_session: 0)
                    return rp_spawn(&request, &number)
                }
            }
        }
        guard code == 0 else { return fail(code) }
        close(output[1])
        close(errors[1])
        return .success(ChildProcess(number: number, output: output[0], errors: errors[0]))
    }

    func closeEnds() {
        close(output)
        close(errors)
    }

    /// A list that ends with a null pointer, as `execve` wants it. Gives ENOMEM where there is no room for it.
    static func withCStrings(
        _ strings: [String], _ body: (UnsafeBufferPointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        guard pointers.allSatisfy({ $0 != nil }) else { return ENOMEM }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer(body)
    }
}
