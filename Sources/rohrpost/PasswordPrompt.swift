import Glibc
import MailKitCore
import TUI

/// Asks for a password on the terminal, without echo, before the screen starts.
enum PasswordPrompt {
    /// Why there is none.
    enum Failure: Error, Equatable {
        case cancelled
        /// The terminal cannot be used: the `errno` value.
        case terminal(Int32)
        case noMemory
    }

    /// Signals whose default is to end the program. They wait while the echo is off.
    private static let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// Shows `question`, reads a line. The terminal is as before when this returns, and when a signal ends the program.
    static func ask(_ question: String) throws(Failure) -> Secret {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { throw .terminal(errno) }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw .terminal(errno) }

        var blocked = sigset_t()
        var mask = sigset_t()
        sigemptyset(&blocked)
        for signal in ending { sigaddset(&blocked, signal) }
        pthread_sigmask(SIG_BLOCK, &blocked, &mask)
        // The mask last: a signal that has come meanwhile ends the program with the terminal restored.
        defer {
            tcsetattr(terminal, TCSAFLUSH, &before)
            write("\n", to: terminal)
            pthread_sigmask(SIG_SETMASK, &mask, nil)
        }
        // Byte by byte, and Ctrl-C as a byte: the kernel's own line editing would keep a copy of the line.
        var quiet = before
        quiet.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &quiet) == 0 else { throw .terminal(errno) }
        write(question, to: terminal)
        var outcome: Failure?
        let typed: Secret
        do throws(SecretError) {
            typed = try Secret(capacity: 4096) { buffer throws(SecretError) in
                var line = PasswordLine(buffer: buffer)
                outcome = fill(&line, from: terminal)
                return line.count
            }
        } catch {
            throw .noMemory
        }
        if let outcome { throw outcome }
        return typed
    }

    private static func fill(_ line: inout PasswordLine, from terminal: Int32) -> Failure? {
        while true {
            if endingSignalIsPending() { return .cancelled }
            var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            // A blocked signal does not wake this: it is looked for five times a second.
            let ready = poll(&poller, 1, 200)
            if ready < 0, errno != EINTR { return .terminal(errno) }
            guard ready > 0 else { continue }
            var byte: UInt8 = 0
            let got = read(terminal, &byte, 1)
            if got == 0 { return .cancelled }
            if got < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return .terminal(errno)
            }
            let step = line.feed(byte)
            byte = 0
            switch step {
            case .more: continue
            case .done: return nil
            case .cancelled: return .cancelled
            }
        }
    }

    private static func endingSignalIsPending() -> Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return ending.contains { sigismember(&pending, $0) == 1 }
    }

    private static func write(_ text: String, to terminal: Int32) {
        _ = text.withCString { Glibc.write(terminal, $0, strlen($0)) }
    }
}
