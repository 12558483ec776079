/// The lanes of all stores: one thread writes, one makes ready what is written, one reads, so that neither the network nor the screen waits for a disk, and who looks
/// something up does not wait for who takes a large mailbox in.
enum StoreLanes {
    static let writing = LaneThread()
    static let preparing = LaneThread()
    static let reading = LaneThread()
}
