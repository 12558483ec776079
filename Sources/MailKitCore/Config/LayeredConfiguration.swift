/// What holds of several files: the person's own, below it what they chose on the screen, below it the host-wide one.
///
/// They fall back on one another value by value: an entry of a section that the person's file does not set comes from the next
/// layer that does. So a new default of the host moves those who chose none, and nobody else.
package struct LayeredConfiguration: Sendable {
    package let configuration: Configuration
    /// Settings of the person's own file, as preferences name them (`theme`, `list.sort`): a choice on the screen does not
    /// outlast the program there.
    package let fixed: Set<String>
    /// Choices that were not used, because they mean nothing.
    package let problems: [ConfigurationProblem]

    package init(user: ConfigurationFile, preferences: Preferences = Preferences(), host: ConfigurationFile = .empty) {
        let (chosen, problems) = preferences.layer()
        self.problems = problems
        fixed = Set(user.root.paths)
        // Each layer is good by itself. Should they not be together, the higher one is right.
        let layers = [
            user.root.over(chosen).over(host.root), user.root.over(host.root), user.root.over(chosen), user.root,
        ]
        for root in layers {
            var reader = ConfigurationReader(kind: .layers)
            let result = reader.read(root)
            if reader.problems.isEmpty {
                configuration = result
                return
            }
        }
        configuration = user.configuration
    }
}

extension TOMLTable {
    /// This table with what only `base` has; tables in it likewise. Depth is bounded by the parser.
    func over(_ base: TOMLTable) -> TOMLTable {
        var merged = entries
        for entry in base.entries {
            guard let index = merged.firstIndex(where: { $0.key == entry.key }) else {
                merged.append(entry)
                continue
            }
            guard case .table(let own) = merged[index].value.content, case .table(let below) = entry.value.content
            else { continue }
            let value = TOMLValue(content: .table(own.over(below)), position: merged[index].value.position)
            merged[index] = TOMLEntry(
                key: merged[index].key, keyPosition: merged[index].keyPosition, value: value)
        }
        return TOMLTable(entries: merged)
    }

    /// Every value that is no table, by the keys that lead to it: `list.sort`.
    var paths: [String] { keyPaths.map(SettingPath.text) }

    private var keyPaths: [[String]] {
        entries.flatMap { entry in
            guard case .table(let inner) = entry.value.content else { return [[entry.key]] }
            return inner.keyPaths.map { [entry.key] + $0 }
        }
    }
}
