@testable import MailGrammar

/// REFERENCES and ORDEREDSUBJECT step by step as RFC 5256 tells them, with objects and without any care for time, to hold the
/// machine against. What is beyond the standard is marked.
struct TextbookThreads {
    final class Node {
        var message: ThreadMessage?
        var parent: Node?
        var children: [Node] = []

        init(_ message: ThreadMessage? = nil) { self.message = message }

        /// The message, or the first child's where it is missing.
        var first: ThreadMessage { message ?? children.map(\.first).min(by: Node.precedes) ?? ThreadMessage(key: 0) }

        static func precedes(_ one: ThreadMessage, _ other: ThreadMessage) -> Bool {
            (one.date, one.key) < (other.date, other.key)
        }

        func adopt(_ child: Node) {
            child.leave()
            child.parent = self
            children.append(child)
        }

        func leave() {
            parent?.children.removeAll { $0 === self }
            parent = nil
        }

        func isBelow(_ other: Node) -> Bool {
            var at: Node? = self
            while let node = at {
                if node === other { return true }
                at = node.parent
            }
            return false
        }
    }

    let rules: ThreadRules
    /// The copies of each message that stands in a row.
    private(set) var copies: [UInt64: [UInt64]] = [:]
    /// `3(2),1`: children in parentheses, `-` for a message that is not there.
    private(set) var text = ""

    init(_ messages: [ThreadMessage], rules: ThreadRules) {
        self.rules = rules
        let messages = messages.sorted { $0.key < $1.key }
        var roots = rules.algorithm == .orderedSubject ? bySubject(messages) : byReferences(messages)
        roots.sort { precedes($0, $1) }
        text = roots.map(Self.shown).joined(separator: ",")
    }

    private static func shown(_ node: Node) -> String {
        let children = node.children.sorted { Node.precedes($0.first, $1.first) }
        let name = node.message.map { String($0.key) } ?? "-"
        return children.isEmpty ? name : name + "(" + children.map(shown).joined(separator: ",") + ")"
    }

    /// Beyond the standard but for `begin`: by the newest message, and turned round.
    private func precedes(_ one: Node, _ other: Node) -> Bool {
        func decider(_ node: Node) -> ThreadMessage {
            if rules.order.key == .begin { return node.first }
            var newest = node.first
            var rest = [node]
            while let node = rest.popLast() {
                if let message = node.message, Node.precedes(newest, message) { newest = message }
                rest += node.children
            }
            return newest
        }
        let (one, other) = (decider(one), decider(other))
        return rules.order.isReversed ? Node.precedes(other, one) : Node.precedes(one, other)
    }

    private mutating func byReferences(_ messages: [ThreadMessage]) -> [Node] {
        var table: [ThreadHash: Node] = [:]
        var all: [Node] = []
        var owner: [UInt64: Node] = [:]
        func node(_ id: ThreadHash) -> Node {
            if let known = table[id] { return known }
            let new = Node()
            table[id] = new
            all.append(new)
            return new
        }
        for message in messages {
            let place = message.id == .none ? nil : node(message.id)
            if let place, place.message == nil {
                place.message = message
                owner[message.key] = place
            } else if let first = place?.message, rules.joinsCopies, first.date == message.date,
                first.subject == message.subject, first.isReply == message.isReply
            {
                // Beyond the standard.
                copies[first.key, default: []].append(message.key)
            } else {
                let alone = Node(message)
                all.append(alone)
                owner[message.key] = alone
            }
        }
        for message in messages {
            guard let own = owner[message.key] else { continue }
            // Beyond the standard: a message that refers to itself.
            let above = message.references.filter { $0 != .none }.map(node).filter { $0 !== own }
            for (one, other) in zip(above, above.dropFirst()) where other.parent == nil && !one.isBelow(other) {
                one.adopt(other)
            }
            if own.parent !== above.last {
                own.leave()
                if let last = above.last, !last.isBelow(own) { last.adopt(own) }
            }
        }
        let roots = pruned(all)
        return rules.algorithm == .refs ? roots : joined(roots)
    }

    /// Step 3.
    private func pruned(_ all: [Node]) -> [Node] {
        var isChanged = true
        while isChanged {
            isChanged = false
            for node in all where node.message == nil {
                let isRoot = node.parent == nil
                guard !node.children.isEmpty || !isRoot else { continue }
                if node.children.isEmpty {
                    node.leave()
                    isChanged = true
                } else if let parent = node.parent {
                    for child in node.children { parent.adopt(child) }
                    node.leave()
                    isChanged = true
                } else if node.children.count == 1 {
                    node.children[0].leave()
                    isChanged = true
                }
            }
        }
        return all.filter { $0.parent == nil && ($0.message != nil || !$0.children.isEmpty) }
    }

    /// Step 5.
    private func joined(_ roots: [Node]) -> [Node] {
        var roots = roots.sorted { Node.precedes($0.first, $1.first) }
        var table: [ThreadHash: Node] = [:]
        for root in roots where root.first.subject != .none {
            guard let known = table[root.first.subject] else {
                table[root.first.subject] = root
                continue
            }
            guard known.message != nil else { continue }
            if root.message == nil || !root.first.isReply && known.first.isReply { table[root.first.subject] = root }
        }
        for root in roots where root.first.subject != .none {
            let subject = root.first.subject
            guard let known = table[subject], known !== root else { continue }
            // Beyond the standard: what is no reply stays where it is.
            if rules.joining == .replies, root.message != nil, !root.first.isReply { continue }
            if known.message == nil, root.message == nil {
                for child in root.children { known.adopt(child) }
                roots.removeAll { $0 === root }
            } else if known.message == nil || root.first.isReply && !known.first.isReply {
                known.adopt(root)
                roots.removeAll { $0 === root }
            } else {
                let above = Node()
                roots.removeAll { $0 === root || $0 === known }
                above.adopt(known)
                above.adopt(root)
                roots.append(above)
                table[subject] = above
            }
        }
        return roots
    }

    private func bySubject(_ messages: [ThreadMessage]) -> [Node] {
        var threads: [ThreadHash: Node] = [:]
        var roots: [Node] = []
        for message in messages.sorted(by: Node.precedes) {
            if let first = threads[message.subject] {
                first.adopt(Node(message))
            } else {
                let first = Node(message)
                threads[message.subject] = first
                roots.append(first)
            }
        }
        return roots
    }
}

extension ThreadForest {
    /// The nodes of a THREAD response that says the same, with keys for numbers.
    var nodes: [ThreadNode] {
        var result: [ThreadNode] = []
        for thread in threads {
            var path: [Int32] = []
            if rows[thread.rows.lowerBound].depth > 0 {
                result.append(ThreadNode(number: 0, parent: -1, depth: 0))
                path = [Int32(result.count - 1)]
            }
            for row in rows[thread.rows] {
                path.removeSubrange(min(path.count, Int(row.depth))...)
                result.append(
                    ThreadNode(
                        number: UInt32(truncatingIfNeeded: row.key), parent: path.last ?? -1, depth: UInt32(path.count))
                )
                path.append(Int32(result.count - 1))
            }
        }
        return result
    }

    /// `3(2),1`: children in parentheses, `-` for a message that is not there.
    var text: String {
        var text = ""
        var depth = 0
        for (index, node) in nodes.enumerated() {
            if index > 0 {
                if node.depth > depth { text += "(" }
                text += String(repeating: ")", count: max(0, depth - Int(node.depth)))
                if node.depth <= depth { text += "," }
            }
            depth = Int(node.depth)
            text += node.number == 0 ? "-" : String(node.number)
        }
        return text + String(repeating: ")", count: depth)
    }

    /// What does not fit together in it; `nil` where all does.
    var problem: String? {
        var end = 0
        for thread in threads {
            if thread.rows.lowerBound != end || thread.rows.isEmpty { return "a thread begins at \(thread.rows)" }
            end = thread.rows.upperBound
            var path: [Int] = []
            let first = rows[thread.rows.lowerBound].depth
            if first > 1 { return "a thread begins at depth \(first)" }
            for row in thread.rows {
                let level = Int(rows[row].depth) - Int(first)
                guard level >= 0, level <= path.count else { return "row \(row) is at depth \(rows[row].depth)" }
                path.removeSubrange(level...)
                let up = path.last.map { row - $0 } ?? 0
                if Int(rows[row].up) != up { return "the parent of row \(row) is \(rows[row].up) above it, not \(up)" }
                if path.isEmpty, row > thread.rows.lowerBound, first == 0 {
                    return "two roots in a thread at row \(row)"
                }
                path.append(row)
            }
        }
        return end == rows.count ? nil : "\(rows.count - end) rows belong to no thread"
    }
}

extension Threads {
    static func of(_ messages: [ThreadMessage], _ rules: ThreadRules) -> Threads {
        var threads = Threads(rules: rules)
        for message in messages { threads.insert(message) }
        _ = threads.update()
        return threads
    }
}
