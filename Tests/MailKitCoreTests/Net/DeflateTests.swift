import Glibc
import Testing

@testable import MailGrammar
@testable import MailKitCore

/// The other end in a test: gives out what it holds in pieces of `piece` octets, takes `room` octets at a time.
@NetActor
private final class PiecesTransport: Transport {
    var incoming: [UInt8]
    var outgoing: [UInt8] = []
    let piece: Int
    let room: Int
    /// Every second write finds no room.
    var isBusy = false

    init(_ incoming: [UInt8] = [], piece: Int = .max, room: Int = .max) {
        self.incoming = incoming
        self.piece = piece
        self.room = room
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> TransportStep {
        guard !incoming.isEmpty else { return .end }
        let count = min(piece, buffer.count, incoming.count)
        buffer.copyBytes(from: incoming[..<count])
        incoming.removeFirst(count)
        return .moved(count)
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> TransportStep {
        isBusy.toggle()
        if isBusy { return .wait(-1, .write) }
        let taken = bytes.prefix(room)
        outgoing += taken
        return .moved(taken.count)
    }

    func close() {}
}

@Suite("Compression of a line") @NetActor
struct DeflateTests {
    /// Two lines by Python's zlib, flushed but not ended.
    private static let lines = hex("d252f0f756c848cdc9c9e7e5d2426203000000ffff")
    /// A line by Python's zlib, and the end of the stream.
    private static let ended = hex("d352f0f756c848cdc9c9e7e50200")

    private nonisolated static func hex(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    /// Reads until something else than bytes comes, in pieces of `room` octets.
    private func readAll(_ transport: DeflateTransport, room: Int = 32_768) -> ([UInt8], TransportError?) {
        var read: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: room)
        while true {
            let result: Result<TransportStep, TransportError> = buffer.withUnsafeMutableBytes { room in
                do throws(TransportError) {
                    return .success(try transport.readSome(into: room))
                } catch {
                    return .failure(error)
                }
            }
            switch result {
            case .success(.moved(let count)): read += buffer[..<count]
            case .success(.again): continue
            case .success(.end), .success(.wait): return (read, nil)
            case .failure(let error): return (read, error)
            }
        }
    }

    private func writeAll(_ bytes: [UInt8], to transport: DeflateTransport) throws {
        var written = 0
        while written < bytes.count {
            let step = try bytes.withUnsafeBytes {
                try transport.writeSome(UnsafeRawBufferPointer(rebasing: $0[written...]))
            }
            if case .moved(let count) = step { written += count }
        }
    }

    @Test("what another zlib has compressed is read, wherever it is cut and however little room there is")
    func reads() throws {
        for cut in 0...Self.lines.count {
            for room in [1, 7, 32_768] {
                let below = PiecesTransport(Array(Self.lines[cut...]), piece: 1 + cut % 3)
                let transport = try DeflateTransport(on: below, received: Array(Self.lines[..<cut]))
                let (read, error) = readAll(transport, room: room)
                #expect(String(decoding: read, as: UTF8.self) == "* OK hello\r\n* OK hello\r\n", "cut at \(cut)")
                #expect(error == nil)
                #expect(transport.wire.received == UInt64(Self.lines.count - cut))
            }
        }
    }

    @Test(
        "what is written is one stream that another inflater reads, in pieces or under pressure",
        arguments: [1, 100, .max])
    func writes(room: Int) throws {
        let below = PiecesTransport(room: room)
        let transport = try DeflateTransport(on: below, received: [])
        let large = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) }
        try writeAll(Array("A1 NOOP\r\n".utf8), to: transport)
        let first = below.outgoing
        try writeAll(large, to: transport)
        try writeAll(Array("A1 NOOP\r\n".utf8), to: transport)
        #expect(transport.wire.sent == UInt64(below.outgoing.count))
        // A flight can be read as soon as it is written: it ends in an empty stored block.
        #expect(first.suffix(4) == [0, 0, 0xFF, 0xFF])
        let back = try DeflateTransport(on: PiecesTransport(below.outgoing), received: [])
        #expect(readAll(back).0 == Array("A1 NOOP\r\n".utf8) + large + Array("A1 NOOP\r\n".utf8))
        #expect(Inflate.octets(below.outgoing + [3, 0], limit: 1 << 20).prefix(9) == Array("A1 NOOP\r\n".utf8)[...])
    }

    @Test("a bomb comes in pieces of the reader's buffer, and nothing is gathered")
    func bomb() throws {
        let bomber = PiecesTransport()
        let maker = try DeflateTransport(on: bomber, received: [])
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<32 { try writeAll(zeros, to: maker) }
        // 32 MB out of some 150 KB.
        #expect(bomber.outgoing.count < 200_000)
        let below = PiecesTransport(bomber.outgoing)
        let transport = try DeflateTransport(on: below, received: [])
        var buffer = [UInt8](repeating: 1, count: 4_096)
        var total = 0
        while case .moved(let count) = try buffer.withUnsafeMutableBytes({ try transport.readSome(into: $0) }) {
            total += count
            #expect(count <= 4_096)
        }
        #expect(total == 32 << 20)
    }

    @Test("empty blocks for ever give the lane back")
    func emptyBlocks() throws {
        let block: [UInt8] = [0, 0, 0, 0xFF, 0xFF]
        let below = PiecesTransport(Array(repeatElement(block, count: 100_000).joined()))
        let transport = try DeflateTransport(on: below, received: [])
        var buffer = [UInt8](repeating: 0, count: 64)
        var turns = 0
        while case .again = try buffer.withUnsafeMutableBytes({ try transport.readSome(into: $0) }) { turns += 1 }
        #expect(turns >= 5)
    }

    @Test("a stream that the server ends says so, after what it held")
    func finished() throws {
        let transport = try DeflateTransport(on: PiecesTransport(Self.ended + [1, 2, 3]), received: [])
        let (read, error) = readAll(transport)
        #expect(String(decoding: read, as: UTF8.self) == "* OK hello\r\n")
        guard case .compression = error else {
            Issue.record("no error: \(String(describing: error))")
            return
        }
    }

    @Test("a stream that is none is an error, whichever octet is wrong, and never more than it can hold")
    func corrupt() throws {
        var errors = 0
        for index in Self.lines.indices {
            for change in [0xFF, 0x01, 0x80] as [UInt8] {
                var bytes = Self.lines
                bytes[index] ^= change
                let (read, error) = readAll(try DeflateTransport(on: PiecesTransport(bytes), received: []))
                #expect(read.count < 2_000)
                if case .compression = error { errors += 1 }
            }
        }
        #expect(errors > 5)
        let (_, error) = readAll(
            try DeflateTransport(on: PiecesTransport(Array("A8 OK in clear\r\n".utf8)), received: []))
        guard case .compression = error else {
            Issue.record("clear text is taken for a compressed one")
            return
        }
    }
}
