extension SeededGenerator {
    /// Pieces of markup put together, with a few of their characters changed, swapped or left out.
    package mutating func brokenMarkup(of pieces: [String], count: Int) -> String {
        var scalars: [Unicode.Scalar] = []
        for _ in 0..<count { scalars += Array((pieces.randomElement(using: &self) ?? "").unicodeScalars) }
        for _ in 0..<Int.random(in: 1...6, using: &self) where !scalars.isEmpty {
            let at = Int.random(in: 0..<scalars.count, using: &self)
            switch Int.random(in: 0...2, using: &self) {
            case 0: scalars[at] = "<>&\"'=-/! ".unicodeScalars.randomElement(using: &self) ?? "<"
            case 1: scalars.swapAt(at, Int.random(in: 0..<scalars.count, using: &self))
            default: scalars.remove(at: at)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
