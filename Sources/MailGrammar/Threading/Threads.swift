/// Messages as threads, kept up to date as messages come and go. A machine.
///
///     var threads = Threads(rules: .conversations)
///     threads.insert(message)         // any number of these
///     threads.remove(key)
///     let changes = threads.update()  // now `forest` holds
///
/// What comes out depends on the messages there are and on their keys, and on nothing else: not on the order in which they came.
/// Messages that name the same identifiers, themselves or by way of others, are threaded anew together when one of them comes or
/// goes, and so are the threads of one base subject; all else stays. Source: RFC 5256, section 3.
package struct Threads: Sendable {
    package let rules: ThreadRules
    /// As of the last ``update()``.
    package internal(set) var forest = ThreadForest()
    /// Messages there are, those included that have come since the last update, and without those that went.
    package var count: Int { keyIndex.count }

    /// References of one message that are looked at: the first and the last ones.
    package static let referenceLimit = 255
    /// Messages that there may be.
    package static let capacity = 100_000_000
    /// Parents above one another that are searched for a loop. A thread that is put together from its middle is not joined where one
    /// would have to go further: what links cost stays in proportion to their number.
    static let loopSearch = 1_024
    /// Steps of an update beyond which it is told as a reset.
    static let changeLimit = 1_000
    /// Messages that may come or go before everything is made anew, however few there are.
    static let leastWhole = 16

    // Messages. A place that is free has a key that `keyIndex` does not know.
    var keys: [UInt64] = []
    var dates: [Int64] = []
    var subjects: [UInt64] = []
    var marks: [UInt8] = []
    /// The vertex of its own identifier, shared by those that have the same one.
    var own: [Int32] = []
    /// Where it stands; `~` of the message that it is a copy of; `unplaced`.
    var vertex: [Int32] = []
    var referenceStart: [UInt32] = []
    var referenceCount: [UInt8] = []
    /// The next one of its cluster, in a ring.
    var ring: [Int32] = []
    var freeMessages: [Int32] = []
    var keyIndex = HashIndex()

    // Vertices that messages refer to, one stretch for each; with gaps where messages went.
    var references: [Int32] = []
    var lostReferences = 0

    // Vertices: identifiers, and messages without one of their own.
    var hashes: [UInt64] = []
    /// Messages that name it.
    var uses: [UInt32] = []
    /// Whether it is looked at, and what has happened to it.
    var states: [UInt8] = []
    /// The message that has the identifier, or -1.
    var holder: [Int32] = []
    /// -1 for none, `root` for the top of a thread or of a part of one.
    var parent: [Int32] = []
    var firstChild: [Int32] = []
    /// The next sibling; for a root the next one of its group.
    var next: [Int32] = []
    /// Clusters: a vertex nearer to the one that stands for all, or `~` of a message of the ring there.
    var cluster: [Int32] = []
    var freeVertices: [Int32] = []
    var hashIndex = HashIndex()

    // Groups: the roots of one base subject.
    var groupSubjects: [UInt64] = []
    var groupFirst: [Int32] = []
    var groupIsDirty: [Bool] = []
    var freeGroups: [Int32] = []
    var groupIndex = HashIndex()

    /// Messages that came or went since the last update.
    var pending: [Int32] = []

    package init(rules: ThreadRules) { self.rules = rules }

    /// Makes room for so many messages with so many references altogether.
    package mutating func reserve(messages: Int, references: Int) {
        keys.reserveCapacity(messages)
        dates.reserveCapacity(messages)
        subjects.reserveCapacity(messages)
        marks.reserveCapacity(messages)
        own.reserveCapacity(messages)
        vertex.reserveCapacity(messages)
        referenceStart.reserveCapacity(messages)
        referenceCount.reserveCapacity(messages)
        ring.reserveCapacity(messages)
        self.references.reserveCapacity(references)
        hashes.reserveCapacity(messages)
        uses.reserveCapacity(messages)
        states.reserveCapacity(messages)
        holder.reserveCapacity(messages)
        parent.reserveCapacity(messages)
        firstChild.reserveCapacity(messages)
        next.reserveCapacity(messages)
        cluster.reserveCapacity(messages)
    }

    static let unplaced = Int32.min
    static let root: Int32 = -2
    static let noMember = Int32.min

    // Marks of messages.
    static let isReply: UInt8 = 1
    static let isGone: UInt8 = 2
    static let isGathered: UInt8 = 4
    // States of vertices.
    static let isTouched: UInt8 = 1
    static let isRetired: UInt8 = 2

    // MARK: Messages

    /// Takes a message; one with the same key goes. `false` where there is no room.
    @discardableResult
    package mutating func insert(_ message: ThreadMessage) -> Bool {
        remove(message.key)
        guard count < Self.capacity, references.count < Int(UInt32.max) - Self.referenceLimit else { return false }
        let isBySubject = rules.algorithm == .orderedSubject
        let place = newMessage(message)
        keyIndex.insert(place, in: keys)
        let vertex = identifier(isBySubject ? 0 : message.id.rawValue)
        own[Int(place)] = vertex
        uses[Int(vertex)] &+= 1
        if !isBySubject { addReferences(message.references, to: Int(place)) }
        join(place)
        pending.append(place)
        return true
    }

    /// Forgets a message; `false` where there is none with this key.
    @discardableResult
    package mutating func remove(_ key: UInt64) -> Bool {
        let place = keyIndex.place(of: key, in: keys)
        guard place >= 0 else { return false }
        keyIndex.remove(key, in: keys)
        marks[Int(place)] |= Self.isGone
        pending.append(place)
        return true
    }

    /// The messages that stand in the row of this one, itself first: more than one where copies are joined
    /// (``ThreadRules/joinsCopies``); none for a key that is not known. As of the last ``update()``.
    package func places(of key: UInt64) -> [UInt64] {
        let place = keyIndex.place(of: key, in: keys)
        guard place >= 0, vertex[Int(place)] != Self.unplaced else { return [] }
        let shown = vertex[Int(place)] < 0 ? ~vertex[Int(place)] : place
        var found: [UInt64] = []
        var at = ring[Int(shown)]
        while at != shown {
            if vertex[Int(at)] == ~shown, marks[Int(at)] & Self.isGone == 0 { found.append(keys[Int(at)]) }
            at = ring[Int(at)]
        }
        return [keys[Int(shown)]] + found.sorted()
    }

    private mutating func newMessage(_ message: ThreadMessage) -> Int32 {
        let place = freeMessages.popLast() ?? Int32(clamping: keys.count)
        if Int(place) == keys.count {
            keys.append(0)
            dates.append(0)
            subjects.append(0)
            marks.append(0)
            own.append(0)
            vertex.append(0)
            referenceStart.append(0)
            referenceCount.append(0)
            ring.append(0)
        }
        keys[Int(place)] = message.key
        dates[Int(place)] = message.date
        subjects[Int(place)] = message.subject.rawValue
        marks[Int(place)] = message.isReply ? Self.isReply : 0
        vertex[Int(place)] = Self.unplaced
        referenceCount[Int(place)] = 0
        ring[Int(place)] = place
        return place
    }

    /// The vertex of an identifier; a new one for 0.
    private mutating func identifier(_ hash: UInt64) -> Int32 {
        if hash != 0 {
            let known = hashIndex.place(of: hash, in: hashes)
            if known >= 0 { return known }
        }
        let vertex = newVertex(hash)
        if hash != 0 { hashIndex.insert(vertex, in: hashes) }
        return vertex
    }

    mutating func newVertex(_ hash: UInt64) -> Int32 {
        let vertex = freeVertices.popLast() ?? Int32(clamping: hashes.count)
        if Int(vertex) == hashes.count {
            hashes.append(0)
            uses.append(0)
            states.append(0)
            holder.append(0)
            parent.append(0)
            firstChild.append(0)
            next.append(0)
            cluster.append(0)
        }
        hashes[Int(vertex)] = hash
        uses[Int(vertex)] = 0
        cluster[Int(vertex)] = Self.noMember
        clear(Int(vertex))
        return vertex
    }

    /// Without a message and without any neighbour.
    mutating func clear(_ vertex: Int) {
        holder[vertex] = -1
        parent[vertex] = -1
        firstChild[vertex] = -1
        next[vertex] = -1
    }

    private mutating func addReferences(_ hashes: [ThreadHash], to place: Int) {
        referenceStart[place] = UInt32(clamping: references.count)
        let skipped = max(0, hashes.count - Self.referenceLimit)
        for (index, hash) in hashes.enumerated() where index == 0 || index > skipped {
            guard hash != .none else { continue }
            let vertex = identifier(hash.rawValue)
            references.append(vertex)
            uses[Int(vertex)] &+= 1
            referenceCount[place] &+= 1
        }
    }

    /// Where its references stand in `references`.
    func referenceRange(_ place: Int32) -> Range<Int> {
        let start = Int(referenceStart[Int(place)])
        return start..<start + Int(referenceCount[Int(place)])
    }

    // MARK: Clusters

    /// Puts a message into the cluster of all that it names.
    mutating func join(_ place: Int32) {
        ring[Int(place)] = place
        let top = cluster(of: own[Int(place)])
        attach(place, to: top)
        for index in referenceRange(place) { unite(own[Int(place)], references[index]) }
    }

    private mutating func attach(_ place: Int32, to top: Int) {
        if cluster[top] == Self.noMember {
            cluster[top] = ~place
        } else {
            ring.swapAt(Int(place), Int(~cluster[top]))
        }
    }

    private mutating func unite(_ one: Int32, _ other: Int32) {
        let (first, second) = (cluster(of: one), cluster(of: other))
        guard first != second else { return }
        if cluster[second] != Self.noMember {
            if cluster[first] == Self.noMember {
                cluster[first] = cluster[second]
            } else {
                ring.swapAt(Int(~cluster[first]), Int(~cluster[second]))
            }
        }
        cluster[second] = Int32(clamping: first)
    }

    /// The vertex that stands for the cluster; halves the way there.
    mutating func cluster(of vertex: Int32) -> Int {
        var at = Int(vertex)
        while cluster[at] >= 0 {
            let above = Int(cluster[at])
            if cluster[above] >= 0 { cluster[at] = cluster[above] }
            at = above
        }
        return at
    }
}

extension Threads {
    /// The base subject of a message; `.none` for a key that is not known, and where it is empty.
    package func subject(of key: UInt64) -> ThreadHash {
        let place = keyIndex.place(of: key, in: keys)
        return place >= 0 ? ThreadHash(rawValue: subjects[Int(place)]) : .none
    }
}
