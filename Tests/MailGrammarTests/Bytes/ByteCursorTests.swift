import Testing

@testable import MailGrammar

@Suite struct ByteCursorTests {
    @Test func `it stops at its end, whatever is asked`() {
        Array("ab1 \r\n".utf8).withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            cursor.trimLineEnd()
            #expect(cursor.remaining == 4 && cursor.peek == 0x61 && cursor.peek(3) == ASCII.space)
            #expect(cursor.peek(4) == 0 && cursor.peek(-1) == 0 && cursor.peek(.max) == 0)
            #expect(!cursor.take(0x62) && cursor.take(0x61))
            #expect(cursor.skip(ASCII.atom) == 1..<3)
            #expect(cursor.skip(ASCII.atom) == 3..<3)
            #expect(cursor.take(ASCII.space) && cursor.isAtEnd && cursor.peek == 0 && !cursor.take(0))
            #expect(cursor.skip(ASCII.readAtom).isEmpty && cursor.remaining == 0)
        }
    }

    @Test func `an empty buffer is at its end`() {
        var cursor = ByteCursor(UnsafeRawBufferPointer(start: nil, count: 0))
        cursor.trimLineEnd()
        #expect(cursor.isAtEnd && cursor.peek == 0 && cursor.peek(0) == 0)
    }
}
