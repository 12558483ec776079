extension AccountConfiguration {
    /// What the files of an account are called: the same login to the same server has the same ones, whatever the account is called. 32
    /// hexadecimal digits.
    package var fileName: String {
        let key = [server.host, "\(server.port)", "\(server.security)", user, master ?? ""].joined(separator: "\0")
        let digits = Crypto.sha256(Array(key.utf8)).prefix(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return digits.joined()
    }
}
