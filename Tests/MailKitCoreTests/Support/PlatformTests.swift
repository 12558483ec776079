import CPlatform
import Glibc
import Testing

@Suite("Platform pieces")
struct PlatformTests {
    @Test("An event descriptor is readable from its signal until it is drained")
    func event() {
        let fd = rp_eventfd()
        #expect(fd >= 0)
        defer { close(fd) }
        #expect(fcntl(fd, F_GETFD) & FD_CLOEXEC != 0)
        #expect(rp_eventfd_drain(fd) == 0)
        #expect(rp_eventfd_signal(fd) == 0)
        #expect(rp_eventfd_signal(fd) == 0)
        var poller = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
        #expect(poll(&poller, 1, 0) == 1)
        #expect(rp_eventfd_drain(fd) == 1)
        #expect(rp_eventfd_drain(fd) == 0)
        #expect(poll(&poller, 1, 0) == 0)
    }

    @Test("A signal on a full event descriptor neither blocks nor fails, and keeps errno")
    func fullEvent() {
        let fd = rp_eventfd()
        defer { close(fd) }
        var nearlyFull = UInt64.max - 1
        #expect(write(fd, &nearlyFull, 8) == 8)
        errno = 77
        #expect(rp_eventfd_signal(fd) == 0)
        #expect(errno == 77)
        #expect(rp_eventfd_drain(fd) == 1)
        #expect(rp_eventfd_signal(-1) == -1)
    }

    @Test("Pipes are closed on exec, and non-blocking where asked", arguments: [false, true])
    func pipes(nonblocking: Bool) {
        var ends: [Int32] = [-1, -1]
        #expect(rp_pipe(&ends, nonblocking ? 1 : 0) == 0)
        defer { ends.forEach { _ = close($0) } }
        for end in ends {
            #expect(fcntl(end, F_GETFD) & FD_CLOEXEC != 0)
            #expect((fcntl(end, F_GETFL) & O_NONBLOCK != 0) == nonblocking)
        }
    }

    @Test("Secret memory is zeroed, writable to its last byte, and large enough", arguments: [1, 4096, 4097, 65536])
    func memory(size: Int) throws {
        var locked: Int32 = -1
        let memory = try #require(rp_secret_allocate(size, &locked))
        defer { rp_secret_free(memory, size) }
        #expect(locked == 0 || locked == 1)
        let bytes = UnsafeMutableRawBufferPointer(start: memory, count: size)
        #expect(bytes.allSatisfy { $0 == 0 })
        bytes.copyBytes(from: Array(repeating: UInt8(0xAA), count: size))
        rp_wipe(memory, size)
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    @Test("Comparing looks at every byte")
    func comparing() {
        let secret: [UInt8] = [1, 2, 3, 4]
        #expect(rp_equal_constant_time(secret, secret, 4) == 1)
        #expect(rp_equal_constant_time(secret, secret, 0) == 1)
        for index in secret.indices {
            var other = secret
            other[index] ^= 0x80
            #expect(rp_equal_constant_time(secret, other, 4) == 0)
        }
    }
}
