/// A place on the screen, from 0.
package struct CellPosition: Hashable, Sendable {
    package var row: Int
    package var column: Int
}
