/// What a login taught about a server: enough to say the next one before the server has said anything.
///
/// It is a guess. Whatever the server then says counts, and where the two do not fit the session ends with
/// `SessionFailure.profileOutdated`, to be made anew without it: a changed server costs turns and nothing else.
package struct ServerProfile: Hashable, Sendable {
    /// What the server offered before the login.
    package var capabilities: IMAPCapabilities
    /// How the login went through.
    package var mechanism: LoginMechanism
    /// Offered and stronger, but refused at once: the account has no key for them.
    package var refused: Set<LoginMechanism>
    /// The server answers commands that were sent before its answer to the login.
    package var pipelinesBehindLogin: Bool

    package init(
        capabilities: IMAPCapabilities, mechanism: LoginMechanism, refused: Set<LoginMechanism> = [],
        pipelinesBehindLogin: Bool
    ) {
        self.capabilities = capabilities
        self.mechanism = mechanism
        self.refused = refused
        self.pipelinesBehindLogin = pipelinesBehindLogin
    }
}
