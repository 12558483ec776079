extension SeededGenerator {
    /// 0 to `limit` - 1; 0 for a limit of 0.
    package mutating func below(_ limit: Int) -> Int { limit > 0 ? Int.random(in: 0..<limit, using: &self) : 0 }
}
