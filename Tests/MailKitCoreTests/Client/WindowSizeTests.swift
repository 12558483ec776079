import Testing

@testable import MailKitCore

@Suite("How much of a text is asked for at a time")
struct WindowSizeTests {
    @Test(
        "follows the line",
        arguments: [
            ([], 64), ([10], 128), ([10, 10], 256), ([10, 10, 10], 256), ([1000], 64), ([2001], 32),
            ([5000, 5000, 5000], 16), ([5000, 5000, 5000, 10], 32),
        ] as [([Int], UInt32)])
    func follows(milliseconds: [Int], kilobytes: UInt32) {
        var size = WindowSize()
        for duration in milliseconds { size.took(.milliseconds(duration)) }
        #expect(size.octets == kilobytes << 10)
    }
}
