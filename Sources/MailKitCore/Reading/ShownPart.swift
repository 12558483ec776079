import MailGrammar

/// Which part of a message is shown.
package enum ShownPart {
    /// The reader's choice, or the part that was asked for: a text as it is, of a container the text that it would show.
    package static func index(in tree: PartTree, section: String?) -> Int? {
        guard let section else { return TextPartChoice(tree).shown }
        let nodes = tree.nodes
        guard let index = nodes.firstIndex(where: { $0.section == section }) else { return nil }
        let node = nodes[index]
        guard node.isMultipart || node.isMessage else {
            return node.mediaType == "text" || node.mediaType == "message" || node.isTNEF ? index : nil
        }
        let end = nodes[(index + 1)...].firstIndex { $0.depth <= node.depth } ?? nodes.count
        let start = node.isMultipart ? index : index + 1
        guard start < end else { return nil }
        return TextPartChoice(PartTree(Array(nodes[start..<end]))).shown.map { start + $0 }
    }
}
