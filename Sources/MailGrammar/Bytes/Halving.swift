/// Looking into what is in order.
extension RandomAccessCollection where Index == Int {
    /// The place of the first element that is not before what is looked for; the end where all are. Found by halving: those before it must
    /// stand before all others.
    @inlinable @inline(__always)
    package func place(behind isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
