extension MIMEScanner {
    /// A part of the multipart at a depth of `open` begins.
    mutating func beginPart(in depth: Int, at start: UInt64) {
        open[depth].children &+= 1
        let parent = drafts[open[depth].index]
        guard drafts.count < limits.parts else {
            if !hasTooManyParts { note(.tooManyParts) }
            hasTooManyParts = true
            return
        }
        drafts[open[depth].index].hasChildren = true
        beginHeader(
            PartDraft(
                prefix: parent.childPrefix, number: open[depth].children, depth: parent.depth &+ 1, headerStart: start,
                isInDigest: parent.header?.subtype == "digest"))
    }

    private mutating func beginHeader(_ draft: PartDraft) {
        drafts.append(draft)
        collector = FieldCollector(limits: limits, keepsAll: false, partOctets: collector.partOctets)
        foreignStart = nil
        isInHeader = true
        leaf = nil
    }

    /// The header ends; what the part is decides what comes next: a body, or the header of a message in it.
    mutating func closeHeader(bodyStart: UInt64) {
        let index = drafts.count &- 1
        guard isInHeader, index >= 0 else { return }
        collector.close()
        if index == 0 { ownHeader = RawHeader(fields: collector.fields, omitted: collector.omitted) }
        let header = PartHeader(
            collector.part, isInDigest: drafts[index].isInDigest, decoder: decoder, limits: limits)
        drafts[index].header = header
        drafts[index].bodyStart = bodyStart
        drafts[index].bodyEnd = bodyStart
        if collector.isCut { note(.headerTooLong(section: drafts[index].section)) }
        isInHeader = false
        foreignStart = nil
        guard header.isMultipart || header.isOpenMessage else {
            leaf = index
            return
        }
        guard drafts[index].depth &+ 1 < limits.depth, header.isMultipart || drafts.count < limits.parts else {
            closeOff(index)
            return
        }
        if header.isMultipart {
            guard !header.boundary.isEmpty else {
                note(.noBoundary(section: drafts[index].section))
                leaf = index
                return
            }
            open.append(OpenPart(index: index))
            boundaries.push(header.boundary)
            leaf = nil
        } else {
            open.append(OpenPart(index: index))
            boundaries.push([])
            drafts[index].hasChildren = true
            beginHeader(
                PartDraft(
                    prefix: drafts[index].section, number: nil, depth: drafts[index].depth &+ 1, headerStart: bodyStart,
                    isInDigest: false))
        }
    }

    /// Ends the header, and where it is one of a message part also the message's, which is then empty.
    mutating func closeHeaders(bodyStart: UInt64) {
        // The part, and the message in it: that one has no fields, and so no message in it.
        closeHeader(bodyStart: bodyStart)
        if isInHeader { closeHeader(bodyStart: bodyStart) }
    }

    private mutating func closeOff(_ index: Int) {
        drafts[index].isClosedOff = true
        leaf = index
        if drafts[index].depth &+ 1 >= limits.depth {
            note(.tooDeep(section: drafts[index].section))
        } else if !hasTooManyParts {
            hasTooManyParts = true
            note(.tooManyParts)
        }
    }

    /// Ends what is open from a depth of `open` on, and the part that is being read.
    mutating func closeParts(downTo depth: Int, at end: UInt64) {
        if let leaf { drafts[leaf].bodyEnd = max(drafts[leaf].bodyStart, end) }
        leaf = nil
        while open.count > depth, let last = open.popLast() {
            drafts[last.index].bodyEnd = max(drafts[last.index].bodyStart, end)
            guard boundaries.pop() else { continue }
            let section = drafts[last.index].section
            note(last.children == 0 ? .noBoundary(section: section) : .noClosingDelimiter(section: section))
        }
    }

    /// A delimiter with nothing at all behind it was meant to be a closing one: it begins no part.
    private mutating func dropEmptyLastPart() {
        guard isInHeader, let last = drafts.last, last.number != nil, last.headerStart == size, let parent = open.last
        else { return }
        drafts.removeLast()
        open[open.count &- 1].children &-= 1
        drafts[parent.index].hasChildren = parent.children > 1
        isInHeader = false
    }

    /// Everything ends.
    mutating func closeMessage() -> MIMEMessage {
        dropEmptyLastPart()
        if isInHeader {
            if let foreignStart {
                let index = drafts.count &- 1
                closeHeaders(bodyStart: foreignStart)
                note(.missingEmptyLine(section: drafts[index].section))
            } else {
                closeHeaders(bodyStart: size)
            }
        }
        closeParts(downTo: 0, at: size)
        var nodes: [PartNode] = []
        var places: [MIMEMessage.Place] = []
        nodes.reserveCapacity(drafts.count)
        places.reserveCapacity(drafts.count)
        var room = max(0, limits.parts &- drafts.count)
        for draft in drafts {
            guard let node = draft.node else { continue }
            nodes.append(node)
            places.append(draft.place)
            guard room > 0, let text = Self.text(of: draft) else { continue }
            room &-= 1
            nodes.append(text)
            places.append(.init(header: draft.bodyStart..<draft.bodyStart, body: draft.place.body))
        }
        return MIMEMessage(
            tree: PartTree(nodes), places: places, header: ownHeader, size: ByteSize(size), defects: defects)
    }

    /// A multipart in which no part was found: what stands in it is shown as its one part, a text.
    private static func text(of draft: PartDraft) -> PartNode? {
        guard draft.isMultipart, !draft.hasChildren, !draft.isClosedOff, draft.bodyEnd > draft.bodyStart,
            let header = draft.header
        else { return nil }
        let child = PartDraft(
            prefix: draft.childPrefix, number: 1, depth: draft.depth &+ 1, headerStart: draft.bodyStart,
            isInDigest: false)
        return PartNode(
            section: child.section, depth: child.depth, mediaType: "text", subtype: "plain",
            parameters: header.parameters.filter { $0.name == "charset" }, encoding: header.encoding,
            size: ByteSize(draft.bodyEnd &- draft.bodyStart))
    }

    /// Lists a defect while there is room.
    mutating func note(_ defect: MIMEMessage.Defect) {
        if defects.count < limits.defects { defects.append(defect) }
    }
}
