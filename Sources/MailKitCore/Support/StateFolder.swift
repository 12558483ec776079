/// Where the program keeps what it remembers, by the XDG Base Directory Specification 0.8.
package enum StateFolder {
    /// `$XDG_STATE_HOME/rohrpost`, else `~/.local/state/rohrpost`; `nil` where neither variable holds an absolute path.
    package static func path(environment: (String) -> String?) -> String? {
        if let base = environment("XDG_STATE_HOME"), base.hasPrefix("/") { return "\(base)/rohrpost" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.local/state/rohrpost" }
        return nil
    }
}
