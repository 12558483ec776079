import MailGrammar

extension SafeFileName {
    /// The name that a part is saved under: its own, else one by its place in the message and its type.
    package static func make(part name: String, section: String, mediaType: String) -> String {
        let ending = ViewerCommand.fileEnding(mediaType).map { ".\($0)" } ?? ""
        return make(name, fallback: "part-" + section.replacing("/", with: "-") + ending)
    }
}
