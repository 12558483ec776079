import Glibc
import Synchronization

/// Hears of every file and address that libxml2 is about to open, and gives it an empty one in their place.
///
/// The library asks whoever registered last; there is nobody else in the process who does. What it asks on another thread is
/// another reader's.
package enum FetchWatch {
    private static let asked = Mutex<[UInt: Int]>([:])

    private typealias Match = @convention(c) (UnsafePointer<CChar>?) -> Int32
    private typealias Open = @convention(c) (UnsafePointer<CChar>?) -> UnsafeMutableRawPointer?
    private typealias Read = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32
    private typealias Close = @convention(c) (UnsafeMutableRawPointer?) -> Int32
    private typealias Register = @convention(c) (Match, Open, Read, Close) -> Int32

    /// Whether the library is there and asks: the first call sees to it.
    package static let isOn: Bool = {
        guard let found = symbol("xmlRegisterInputCallbacks") else { return false }
        return unsafeBitCast(found, to: Register.self)(
            { _ in
                FetchWatch.note()
                return 1
            },
            // Where opening fails, the library asks on: something has to be given, and is no place that anybody reads.
            { _ in UnsafeMutableRawPointer(bitPattern: 1) }, { _, _, _ in 0 }, { _ in 0 }) >= 0
    }()

    /// How often the library has asked on this thread.
    package static var count: Int { asked.withLock { $0[UInt(pthread_self()), default: 0] } }

    private static func note() { asked.withLock { $0[UInt(pthread_self()), default: 0] += 1 } }

    /// A function of the library that the program itself opens (`CXML.c`).
    package static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
        for library in ["libxml2.so.2", "libxml2.so.16"] {
            if let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) { return dlsym(handle, name) }
        }
        return nil
    }
}
