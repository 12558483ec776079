import MailGrammar
import MailKitCore

/// Lines to a real server on loopback, in the clear behind the client's back, with what the server says spoilt on the way:
/// what TLS would catch as a broken record arrives here as broken IMAP.
package struct FaultyNetwork: Connector {
    /// What happens to the octets for the client, counted from 0.
    package enum Fault: Hashable, Sendable {
        /// The line ends before this octet.
        case cut(Int)
        /// From this octet on nothing comes any more, and the line stays up.
        case silence(Int)
        /// These octets are put in before that one.
        case garbage(Int, [UInt8])
        /// So many octets are left out from this one on.
        case truncate(Int, count: Int)
        /// So many octets from this one on come twice.
        case duplicate(Int, count: Int)
        /// Every octet by itself.
        case pieces
    }

    private let port: UInt16
    /// Of the connections to come, in order; then there are none.
    private let faults: Board<[Fault]>

    package nonisolated init(to port: UInt16, _ faults: [Fault]) {
        self.port = port
        self.faults = Board(faults)
    }

    package func open(_ server: ServerAddress, by deadline: Deadline) async throws(TransportError) -> OpenLine {
        let fault = faults.change { $0.isEmpty ? nil : $0.removeFirst() }
        let spoiler = Board(Spoiler(fault: fault))
        return try await LoopbackRelay.open(to: port) { octets in
            LoopbackRelay.Passage(up: octets)
        } down: { octets in
            var passage = spoiler.change { $0.pass(octets[...]) }
            passage.isByOctets = fault == .pieces
            return passage
        }
    }

    /// Applies a fault to a stream, piece by piece.
    private struct Spoiler: Sendable {
        let fault: Fault?
        private var passed = 0
        /// Kept to come twice.
        private var kept: [UInt8] = []

        init(fault: Fault?) { self.fault = fault }

        mutating func pass(_ octets: ArraySlice<UInt8>) -> LoopbackRelay.Passage {
            var result: [UInt8] = []
            for octet in octets {
                defer { passed += 1 }
                switch fault {
                case .cut(let place) where passed >= place: return LoopbackRelay.Passage(down: result, isOver: true)
                case .silence(let place) where passed >= place: continue
                case .garbage(let place, let garbage) where passed == place: result += garbage + [octet]
                case .truncate(let place, let count) where passed >= place && passed < place + count: continue
                case .duplicate(let place, let count) where passed >= place && passed < place + count:
                    result.append(octet)
                    kept.append(octet)
                    if kept.count == count { result += kept }
                default: result.append(octet)
                }
            }
            return LoopbackRelay.Passage(down: result)
        }
    }
}
