extension ResponseReader {
    /// ` (166)(167 (168)(169))`: threads as nodes in pre-order. Source: RFC 5256, section 4 (`thread-data`).
    ///
    ///     (3 6 (4 23)(44 7 96))     3, its child 6, whose children 4 and 44 have 23 and 7, which has 96
    ///     ((3)(5))                  a parent that is not there, with children 3 and 5
    ///
    /// Not recursive: `open` holds, for each parenthesis, the node that what follows hangs on.
    mutating func threads() throws(IMAPParseError) -> IndexRange {
        let first = batch.threads.count
        var open: [Int32] = []
        var parent: Int32 = -1
        _ = take(ASCII.space)
        while !isAtEnd {
            switch peek {
            case ASCII.openParen:
                position &+= 1
                guard open.count < limits.threadNesting else { throw failure(.tooDeep) }
                open.append(parent)
                // `((`: the parent of what comes is missing.
                if peek == ASCII.openParen { parent = try addThread(0, parent: parent, first: first) }
            case ASCII.closeParen:
                guard let outer = open.popLast() else { throw failure() }
                position &+= 1
                parent = outer
            case ASCII.space:
                position &+= 1
                if open.isEmpty || peek == ASCII.space || peek == ASCII.closeParen { note(.extraSpace) }
            default:
                guard !open.isEmpty else { throw failure() }
                let number = try number32()
                if number == 0 { note(.zeroNumber) }
                parent = try addThread(number, parent: parent, first: first)
            }
        }
        guard open.isEmpty else { throw failure(.truncated) }
        return IndexRange(start: first, end: batch.threads.count)
    }

    private mutating func addThread(_ number: UInt32, parent: Int32, first: Int) throws(IMAPParseError) -> Int32 {
        let index = batch.threads.count - first
        try countToken()
        guard index < Int(Int32.max) else { throw failure(.tooMany) }
        let depth = parent < 0 ? 0 : batch.threads[first + Int(parent)].depth &+ 1
        batch.threads.append(ThreadNode(number: number, parent: parent, depth: depth))
        return Int32(index)
    }
}
