import Glibc

/// A file and a listening socket that tell whether anybody opened them.
final class Bait {
    let path: String
    /// `http://127.0.0.1:PORT/`
    let url: String
    private let watch: Int32
    private let listener: Int32

    init?() {
        var name = Array("/tmp/rohrpost-bait-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { return nil }
        close(file)
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        watch = inotify_init1(Int32(IN_NONBLOCK))
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 8) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        listener = socket
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
        guard isListening, inotify_add_watch(watch, path, UInt32(IN_OPEN)) >= 0 else { return nil }
    }

    /// Whether the file was opened or somebody connected.
    var isTaken: Bool {
        var event = [UInt8](repeating: 0, count: 4096)
        let opened = read(watch, &event, event.count) > 0
        let connection = accept(listener, nil, nil)
        if connection >= 0 { close(connection) }
        return opened || connection >= 0
    }

    deinit {
        close(watch)
        close(listener)
        unlink(path)
    }
}
