/// What a person did with the mouse, as far as it means something here.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The left button was pressed.
        case press
        /// It moves while that button is held down.
        case drag
        case release
        case wheelUp
        case wheelDown
    }

    package let kind: Kind
    /// From 0, never beyond what a screen can have.
    package let place: CellPosition

    package init(_ kind: Kind, _ place: CellPosition) {
        self.kind = kind
        self.place = place
    }

    /// What stands between `CSI <` and the final letter: button, column and row in decimal, the last two from 1. `nil` for what
    /// means nothing here: other buttons, moves without one. Source: xterm's ctlseqs, "Extended coordinates" (1006).
    init?(_ numbers: [Int], isPress: Bool) {
        guard numbers.count == 3 else { return nil }
        // 4, 8 and 16 are Shift, Alt and Ctrl; 32 is a move.
        switch numbers[0] & ~0x1C {
        case 0: kind = isPress ? .press : .release
        case 32 where isPress: kind = .drag
        case 64 where isPress: kind = .wheelUp
        case 65 where isPress: kind = .wheelDown
        default: return nil
        }
        let (column, row) = (numbers[1], numbers[2])
        guard (1...1000).contains(column), (1...1000).contains(row) else { return nil }
        place = CellPosition(row: row - 1, column: column - 1)
    }
}
