/// What a reader shows of a message first, and what it lists as attachments.
///
/// The text: `multipart/alternative` gives its plain text unless that is empty, `multipart/related` its root (RFC 2387),
/// `multipart/signed` what was signed, any other multipart the first part that has text. A message in the message is
/// not entered. A message with HTML only gives the HTML, one whose text is only in a `winmail.dat` (TNEF) gives that.
///
/// Attachments: what says so, what has a file name, and what is neither text nor part of the text's rendering; not the
/// shown text, its alternatives, the signature of `multipart/signed`, or pictures that `multipart/related` holds for
/// its root. A `winmail.dat` is one also where its text is shown: it may hold files.
public struct TextPartChoice: Hashable, Sendable {
    /// The part to show, an index of the tree's nodes; nil where the message has no text.
    public let shown: Int?
    /// Attachments, indices of the tree's nodes in order.
    public let attachments: [Int]

    /// Chooses. Takes time proportional to the number of parts.
    public init(_ tree: PartTree) {
        let candidates = Self.candidates(tree)
        let text = candidates.first.flatMap { $0 } ?? Self.onlyText(tree)
        let isEmpty = text.map { tree.nodes[$0].size.octets == 0 } ?? true
        shown = (isEmpty ? Self.packedText(tree) : nil) ?? text
        attachments = Self.attachments(tree, shown: text)
    }

    /// The first `winmail.dat` of the message itself.
    private static func packedText(_ tree: PartTree) -> Int? {
        var index = 0
        while index < tree.nodes.count {
            if tree.nodes[index].isTNEF { return index }
            // What is inside a message belongs to that message.
            index = tree.nodes[index].isMultipart ? index &+ 1 : tree.ends[index]
        }
        return nil
    }

    /// For each node the text that shows it, itself or a descendant: from the last to the first, so that children are
    /// settled before their parent.
    private static func candidates(_ tree: PartTree) -> [Int?] {
        var chosen = [Int?](repeating: nil, count: tree.nodes.count)
        for index in tree.nodes.indices.reversed() {
            let node = tree.nodes[index]
            if node.isMultipart {
                let children = tree.children(of: index).compactMap { chosen[$0] }
                switch node.subtype {
                case "alternative":
                    chosen[index] = children.max { rank(tree.nodes[$0]) < rank(tree.nodes[$1]) }
                case "related":
                    chosen[index] = relatedRoot(tree, index).flatMap { chosen[$0] } ?? children.first
                case "signed":
                    chosen[index] = tree.children(of: index).first.flatMap { chosen[$0] }
                default:
                    chosen[index] = children.first { tree.nodes[$0].size.octets > 0 } ?? children.first
                }
            } else if node.mediaType == "text", node.disposition != "attachment" {
                chosen[index] = index
            }
        }
        return chosen
    }

    /// How gladly a reader of text takes a part of an alternative.
    private static func rank(_ node: PartNode) -> Int {
        let isEmpty = node.size.octets == 0
        switch node.subtype {
        case "plain": return isEmpty ? 1 : 4
        case "html": return isEmpty ? 0 : 3
        default: return isEmpty ? 0 : 2
        }
    }

    /// The part that `start` names, else the first.
    private static func relatedRoot(_ tree: PartTree, _ index: Int) -> Int? {
        let children = tree.children(of: index)
        if let start = tree.nodes[index].parameters.value("start"),
            let root = children.first(where: { !start.isEmpty && tree.nodes[$0].contentID == start })
        {
            return root
        }
        return children.first
    }

    /// A message that is one text and says `attachment`: better shown than not.
    private static func onlyText(_ tree: PartTree) -> Int? {
        tree.nodes.count == 1 && tree.nodes[0].mediaType == "text" ? 0 : nil
    }

    private static func attachments(_ tree: PartTree, shown: Int?) -> [Int] {
        var result: [Int] = []
        var parent: Int?
        var parents: [Int] = []
        var index = 0
        while index < tree.nodes.count {
            while let last = parents.last, tree.ends[last] <= index { parents.removeLast() }
            parent = parents.last
            let node = tree.nodes[index]
            if node.isMultipart {
                parents.append(index)
                index &+= 1
                continue
            }
            if isAttachment(tree, index, parent: parent, shown: shown) { result.append(index) }
            // What is inside a message belongs to that message.
            index = tree.ends[index]
        }
        return result
    }

    private static func isAttachment(_ tree: PartTree, _ index: Int, parent: Int?, shown: Int?) -> Bool {
        let node = tree.nodes[index]
        if node.disposition == "attachment" { return true }
        if index == shown { return false }
        if let parent {
            let isFirst = index == parent &+ 1
            switch tree.nodes[parent].subtype {
            case "signed" where !isFirst: return false
            case "related"
            where index != relatedRoot(tree, parent) && (!node.contentID.isEmpty || node.mediaType == "image"):
                return false
            case "alternative", "report":
                return !node.fileName.isEmpty
            default: break
            }
        }
        if !node.fileName.isEmpty { return true }
        return node.mediaType != "text" && !(node.mediaType == "message" && !node.isMessage)
    }
}
