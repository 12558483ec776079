import MailGrammar

extension FuzzTarget {
    /// What a program drew for a terminal that shows pixels: nothing traps, what is taken fits its room, has no sequence but its
    /// own, and is taken again as it is.
    static let pictures = FuzzTarget(
        name: "pictures",
        seeds: [
            "s\u{1B}P0;1;0q\"1;1;200;12#0;2;3;2;23#0!200~$#1!9?@-#0!10~-\u{1B}\\",
            "s\u{1B}[?25l\n\u{1B}Pq\"1;1;9;6~\u{1B}\\\u{1B}[?25h\n",
            "k\u{1B}_Ga=T,f=32,s=1,v=1,c=1,r=1,m=1\u{1B}\\\u{1B}_Gm=1;AAAAAA==\u{1B}\\\u{1B}_Gm=0\u{1B}\\",
            "k\u{1B}_Ga=T,f=24,s=1,v=1,t=f;AAAA\u{1B}\\",
        ],
        words: [
            "\u{1B}P", "\u{1B}\\", "\u{1B}_G", "\u{1B}[", "\"1;1;", "#0;2;", "!99", "m=1", "t=f", "a=T,f=32,s=1,v=1",
        ]
    ) { input in
        let format: PictureFormat = input.first == UInt8(ascii: "k") ? .kitty : .sixel
        guard
            let room = PictureRoom(
                format: format, columns: 20, rows: 6, cell: CellPixels(width: 10, height: 20)),
            let picture = PictureSequence(Array(input.dropFirst()), room: room)
        else { return nil }
        if picture.columns > room.columns || picture.rows > room.rows { return "larger than its room" }
        let begins = Array((format == .kitty ? "\u{1B}_Ga=T,f=" : "\u{1B}P0;1;0q\"1;1;").utf8)
        if !picture.bytes.starts(with: begins) { return "no picture" }
        let strange = picture.bytes.indices.contains { index in
            let byte = picture.bytes[index]
            guard byte == 0x1B else { return byte < 0x20 || byte > 0x7E }
            let next = index + 1 < picture.bytes.count ? picture.bytes[index + 1] : 0
            return next != 0x5C && (format == .sixel ? index > 0 : next != 0x5F)
        }
        if strange { return "another sequence" }
        // kitty's is asked for with a key that is ours alone.
        guard format == .sixel else { return nil }
        return PictureSequence(picture.bytes, room: room) == picture ? nil : "not taken again"
    }
}
