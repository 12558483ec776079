/// Which of glibc's converters a label in a mail means.
///
/// Only what is listed is ever opened: a label is a stranger's text, and glibc has converters that nobody's mail needs.
/// Where a charset has a superset that senders use under its name, the superset is named (as in the WHATWG's table).
enum CharsetNames {
    /// glibc's name, by the label in lower case without an `x-` before it.
    static let table: [String: String] = [
        "iso-8859-2": "ISO-8859-2", "latin2": "ISO-8859-2", "l2": "ISO-8859-2",
        "iso-8859-3": "ISO-8859-3", "latin3": "ISO-8859-3",
        "iso-8859-4": "ISO-8859-4", "latin4": "ISO-8859-4",
        "iso-8859-5": "ISO-8859-5", "cyrillic": "ISO-8859-5",
        "iso-8859-6": "ISO-8859-6", "iso-8859-6-e": "ISO-8859-6", "iso-8859-6-i": "ISO-8859-6", "arabic": "ISO-8859-6",
        "iso-8859-7": "ISO-8859-7", "greek": "ISO-8859-7",
        "iso-8859-8": "ISO-8859-8", "iso-8859-8-i": "ISO-8859-8", "iso-8859-8-e": "ISO-8859-8",
        "logical": "ISO-8859-8", "visual": "ISO-8859-8", "hebrew": "ISO-8859-8",
        "iso-8859-9": "CP1254", "latin5": "CP1254",
        "iso-8859-10": "ISO-8859-10", "latin6": "ISO-8859-10",
        "iso-8859-11": "CP874", "tis-620": "CP874", "tis620": "CP874", "windows-874": "CP874", "cp874": "CP874",
        "iso-8859-13": "ISO-8859-13", "latin7": "ISO-8859-13",
        "iso-8859-14": "ISO-8859-14", "latin8": "ISO-8859-14",
        "iso-8859-16": "ISO-8859-16", "latin10": "ISO-8859-16",
        "windows-1250": "CP1250", "windows-1251": "CP1251", "windows-1253": "CP1253", "windows-1254": "CP1254",
        "windows-1255": "CP1255", "windows-1256": "CP1256", "windows-1257": "CP1257", "windows-1258": "CP1258",
        "koi8-r": "KOI8-R", "koi8r": "KOI8-R", "koi8": "KOI8-R", "koi": "KOI8-R",
        "koi8-u": "KOI8-U", "koi8-ru": "KOI8-U", "koi8-t": "KOI8-T",
        "cp437": "CP437", "ibm437": "CP437", "cp850": "CP850", "ibm850": "CP850", "cp852": "CP852", "ibm852": "CP852",
        "cp855": "CP855", "ibm855": "CP855", "cp857": "CP857", "ibm857": "CP857", "cp858": "CP858", "ibm858": "CP858",
        "cp866": "CP866", "ibm866": "CP866",
        "macintosh": "MACINTOSH", "mac": "MACINTOSH", "mac-roman": "MACINTOSH", "macroman": "MACINTOSH",
        "mac-cyrillic": "MAC-CYRILLIC", "maccyrillic": "MAC-CYRILLIC", "mac-ce": "MAC-CENTRALEUROPE",
        "mac-centraleurroman": "MAC-CENTRALEUROPE",
        "gb2312": "GB18030", "gb_2312-80": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "euc-cn": "GB18030",
        "cp936": "GB18030", "windows-936": "GB18030", "chinese": "GB18030", "cn-gb": "GB18030", "gb-2312": "GB18030",
        "big5": "BIG5-HKSCS", "big-5": "BIG5-HKSCS", "big5-hkscs": "BIG5-HKSCS", "cn-big5": "BIG5-HKSCS",
        "cp950": "CP950", "windows-950": "CP950", "euc-tw": "EUC-TW",
        "shift_jis": "CP932", "shift-jis": "CP932", "shiftjis": "CP932", "sjis": "CP932", "ms_kanji": "CP932",
        "windows-31j": "CP932", "cp932": "CP932", "windows-932": "CP932", "ms932": "CP932",
        "euc-jp": "EUC-JP-MS", "eucjp": "EUC-JP-MS", "eucjp-ms": "EUC-JP-MS",
        "iso-2022-jp": "ISO-2022-JP", "iso-2022-jp-1": "ISO-2022-JP-2", "iso-2022-jp-2": "ISO-2022-JP-2",
        "iso-2022-jp-ms": "ISO-2022-JP", "cp50220": "ISO-2022-JP", "cp50221": "ISO-2022-JP",
        "euc-kr": "CP949", "euckr": "CP949", "ks_c_5601-1987": "CP949", "ks_c_5601": "CP949", "ksc5601": "CP949",
        "ksc_5601": "CP949", "ks_c_5601-1989": "CP949", "korean": "CP949", "cp949": "CP949", "uhc": "CP949",
        "windows-949": "CP949", "iso-2022-kr": "ISO-2022-KR", "johab": "JOHAB",
        "utf-7": "UTF-7", "utf7": "UTF-7", "unicode-1-1-utf-7": "UTF-7",
        "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE", "utf16le": "UTF-16LE", "utf16be": "UTF-16BE",
        "utf-32le": "UTF-32LE", "utf-32be": "UTF-32BE", "ucs-2le": "UTF-16LE", "ucs-2be": "UTF-16BE",
        "viscii": "VISCII", "tcvn": "TCVN", "armscii-8": "ARMSCII-8", "georgian-ps": "GEORGIAN-PS",
    ]

    /// Labels whose byte order a mark at the beginning tells; big-endian without one (RFC 2781, section 4.3).
    static let marked: Set<String> = ["utf-16", "utf16", "ucs-2", "unicode", "iso-10646-ucs-2", "csunicode"]

    /// The key under which a label is listed: lower case, its common spellings made one.
    static func key(_ label: String) -> String {
        var key = label.prefix(64).lowercased().filter { $0.isASCII && !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        if let star = key.firstIndex(of: "*") { key = String(key[..<star]) }
        if key.hasPrefix("x-") { key = String(key.dropFirst(2)) }
        if table[key] != nil || marked.contains(key) { return key }
        // iso8859-2, iso_8859-2, iso_8859-2:1987, iso88592, 8859-2
        if let colon = key.firstIndex(of: ":") { key = String(key[..<colon]) }
        for (prefix, full) in [
            ("iso_8859-", "iso-8859-"), ("iso8859-", "iso-8859-"), ("iso8859_", "iso-8859-"),
            ("iso_8859_", "iso-8859-"),
            ("8859-", "iso-8859-"), ("8859_", "iso-8859-"), ("iso8859", "iso-8859-"),
            // cp1251, cp-1251, win-1251, win1251, windows1251
            ("cp-", "cp"), ("ibm-", "ibm"), ("cs", ""), ("windows", "windows-"), ("win-", "windows-"),
            ("win", "windows-"),
            ("cp", "windows-"),
        ] where key.hasPrefix(prefix) {
            let spelled = full + key.dropFirst(prefix.count)
            if table[spelled] != nil { return spelled }
        }
        return key
    }
}
