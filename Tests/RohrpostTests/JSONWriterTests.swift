import TestSupport
import Testing

@testable import rohrpost

@Suite("JSON that is written")
struct JSONWriterTests {
    private func written(_ value: String) -> String {
        var json = JSONWriter()
        json.object { $0.member("k", value) }
        return String(decoding: json.take(), as: UTF8.self)
    }

    @Test(
        "texts are escaped where they must be, and where a terminal would act on them",
        arguments: [
            ("plain", "\"plain\""), ("\"\\", "\"\\\"\\\\\""), ("a\nb\tc\r", "\"a\\nb\\tc\\r\""),
            ("\u{1B}[31m\u{7}", "\"\\u001b[31m\\u0007\""), ("\u{9B}\u{85}", "\"\\u009b\\u0085\""),
            ("\u{202E}gnp\u{2066}", "\"\\u202egnp\\u2066\""), ("\u{FEFF}\u{200B}", "\"\\ufeff\\u200b\""),
            ("Grüße 会議 📷", "\"Grüße 会議 📷\""), ("\u{10FFFD}", "\"\\udbff\\udffd\""), ("", "\"\""),
        ])
    func texts(value: String, expected: String) {
        #expect(written(value) == "{\n  \"k\": \(expected)\n}")
        #expect(JSON(Array(written(value).utf8))?["k"]?.string == value)
    }

    @Test("objects, lists, numbers and null")
    func shapes() {
        var json = JSONWriter()
        json.object { json in
            json.member("none", nil as String?)
            json.member("number", 18_446_744_073_709_551_615)
            json.member("list", ["a", "b"])
            json.member("empty", [] as [String])
            json.member("objects", [1, 2]) { $0.member("n", UInt64($1)) }
        }
        let expected = """
            {
              "none": null,
              "number": 18446744073709551615,
              "list": [
                "a",
                "b"
              ],
              "empty": [],
              "objects": [
                {
                  "n": 1
                },
                {
                  "n": 2
                }
              ]
            }
            """
        #expect(String(decoding: json.take(), as: UTF8.self) == expected)
    }
}
