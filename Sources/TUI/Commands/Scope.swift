/// Where keys mean something: the part of the screen that has the keyboard.
package enum Scope: Hashable, Sendable, CaseIterable {
    case list
    case reader
    case help
    case parts
}
