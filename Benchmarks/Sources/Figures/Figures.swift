import Glibc

// Clocks and counters of the benchmarks, and how figures are written.

/// Seconds since some moment.
package func now() -> Double { seconds(CLOCK_MONOTONIC) }

/// Seconds of this process on a processor: what other processes take is not in it.
package func processor() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Of /proc/self/status, in KB: `VmRSS`, `VmHWM`; 0 where it is not there.
package func memory(_ name: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix("\(name):") { return Int(text.filter(\.isNumber)) ?? 0 }
    }
    return 0
}

/// Octets of a file; 0 where there is none.
package func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// A figure with so many digits behind the point at the most.
package func text(_ value: Double, _ digits: Int) -> String {
    let factor = pow(10, Double(digits))
    return "\((value * factor).rounded() / factor)"
}

/// The one in the middle; 0 of none.
package func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }

/// What a piece of work takes, in milliseconds: the medians of some runs.
package struct Cost {
    /// As a person waits for it.
    package var wall = 0.0
    /// On a processor: what other processes take is not in it.
    package var processor = 0.0

    package init(wall: Double, processor: Double) {
        self.wall = wall
        self.processor = processor
    }
}

/// Does something so many times.
@MainActor
package func cost(_ runs: Int = 9, _ body: @MainActor () async throws -> Void) async throws -> Cost {
    var times: [Double] = []
    var worked: [Double] = []
    for _ in 0..<runs {
        let start = (now(), processor())
        try await body()
        times.append((now() - start.0) * 1_000)
        worked.append((processor() - start.1) * 1_000)
    }
    return Cost(wall: median(times), processor: median(worked))
}

/// Ends with a word about what is wrong, so that no figure is of work left undone.
package func complain(_ words: String) -> Never {
    print("\(CommandLine.arguments.first.map { String($0.split(separator: "/").last ?? "") } ?? ""): \(words)")
    exit(1)
}
