/// The cells in which a frame differs from the one before it.
///
/// A wide cluster counts as one: where either half differs, both are named by its first cell.
package struct FrameDifference: Sendable {
    /// Places of clusters to be put, in reading order.
    package private(set) var changes: [CellPosition] = []

    /// Everything, where there is no earlier frame or it had another size.
    package init(from old: Frame?, to new: Frame) {
        let columns = new.size.columns
        let same = old.flatMap { $0.size == new.size ? $0.cells : nil }
        for index in new.cells.indices {
            let cell = new.cells[index]
            guard cell.width > 0 else { continue }
            if let same {
                let unchanged = same[index] == cell && (cell.width < 2 || same[index + 1] == new.cells[index + 1])
                if unchanged { continue }
            }
            changes.append(CellPosition(row: index / columns, column: index % columns))
        }
    }
}
