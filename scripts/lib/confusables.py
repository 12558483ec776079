#!/usr/bin/env python3
"""Writes the tables of look-alike characters and of scripts.

    confusables.py UNICODE_FOLDER OUT_FOLDER

What a character is confused with is asked of ICU, which carries the data of UTS 39 (Debian packages the file itself
nowhere, and libxml2 brings ICU). Scripts are read from Scripts.txt and ScriptExtensions.txt.
"""

import ctypes
import glob
import pathlib
import re
import sys

# Scripts of their own bit: the recommended ones of UAX 31, table 5. All others share one.
RECOMMENDED = (
    "Arab Armn Beng Bopo Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Hira Kana Khmr Knda Laoo Latn Mlym Mymr "
    "Orya Sinh Taml Telu Thaa Thai Tibt"
).split()
OTHER = len(RECOMMENDED)
EVERY = (1 << (OTHER + 1)) - 1


def rows_of(path):
    """(first, last, value) of a file of the Unicode Character Database."""
    for line in path.read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) >= 2:
            ends = fields[0].split("..")
            yield int(ends[0], 16), int(ends[-1], 16), fields[1]


def categories(folder):
    result, first = {}, 0
    for line in (folder / "UnicodeData.txt").read_text().splitlines():
        code, name, category = line.split(";")[:3]
        last = int(code, 16)
        first = first if name.endswith("Last>") else last
        for scalar in range(first, last + 1):
            result[scalar] = category
        first = last
    return result


def skeletons():
    """A function that gives the skeleton of one character: UTS 39, section 4."""
    libraries = sorted(glob.glob("/usr/lib/*/libicui18n.so.[0-9]*") + glob.glob("/usr/lib/libicui18n.so.[0-9]*"))
    if not libraries:
        sys.exit("scripts/docs: needs ICU (Debian's libicu, which libxml2 brings)")
    version = re.search(r"so\.(\d+)", libraries[0]).group(1)
    library = ctypes.CDLL(libraries[0])
    error = ctypes.c_int(0)
    opened = getattr(library, "uspoof_open_" + version)
    opened.restype = ctypes.c_void_p
    checker = opened(ctypes.byref(error))
    skeleton = getattr(library, "uspoof_getSkeletonUTF8_" + version)
    skeleton.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int32, ctypes.c_char_p]
    skeleton.argtypes += [ctypes.c_int32, ctypes.c_void_p]

    def of(scalar):
        text = chr(scalar).encode()
        output = ctypes.create_string_buffer(400)
        status = ctypes.c_int(0)
        length = skeleton(checker, 0, text, len(text), output, 400, ctypes.byref(status))
        if status.value > 0:
            sys.exit(f"scripts/docs: ICU has no skeleton for U+{scalar:04X}")
        return output.raw[:length].decode()

    return of, version


def is_wanted(scalar, category):
    """What a domain name or a trick with one is made of; ideographs and syllables are no use to anybody."""
    if category[0] not in "LN" or category in ("Lu", "Lt"):
        return False
    return scalar < 0x2E80 or 0xA640 <= scalar < 0xA800 or 0xAB30 <= scalar < 0xABC0 or 0xFF00 <= scalar < 0x20000


def confusables(folder):
    category = categories(folder)
    skeleton, version = skeletons()
    rows = []
    for scalar in sorted(category):
        if not is_wanted(scalar, category[scalar]):
            continue
        # Marks go: a dot below is easily overlooked. Case goes: a domain has none.
        target = "".join(c for c in skeleton(scalar) if category.get(ord(c)) not in ("Mn", "Me")).lower()
        if target == chr(scalar) or not 1 <= len(target) <= 2:
            continue
        second = ord(target[1]) if len(target) == 2 else 0
        rows.append(f"0x{scalar << 42 | ord(target[0]) << 21 | second:016X}")
    return rows, version


def scripts(folder):
    aliases = {}
    for line in (folder / "PropertyValueAliases.txt").read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if fields[0] == "sc":
            aliases[fields[2]] = fields[1]

    def bit(short):
        if short in ("Zyyy", "Zinh"):
            return EVERY
        return 1 << (RECOMMENDED.index(short) if short in RECOMMENDED else OTHER)

    masks = [1 << OTHER] * 0x110000
    for first, last, name in rows_of(folder / "Scripts.txt"):
        masks[first : last + 1] = [bit(aliases[name])] * (last + 1 - first)
    for first, last, names in rows_of(folder / "ScriptExtensions.txt"):
        mask = 0
        for short in names.split():
            mask |= bit(short)
        masks[first : last + 1] = [mask] * (last + 1 - first)
    sets, rows, before = [], [], None
    for scalar, mask in enumerate(masks):
        if mask != before:
            if mask not in sets:
                sets.append(mask)
            rows.append(f"0x{scalar << 8 | sets.index(mask):08X}")
            before = mask
    if len(sets) > 256:
        sys.exit("scripts/docs: more than 256 sets of scripts")
    return [f"0x{mask:08X}" for mask in sets], rows


def block(values, width):
    lines = []
    for at in range(0, len(values), width):
        lines.append("        " + " ".join(value + "," for value in values[at : at + width]))
    return "\n".join(lines)


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rows, icu = confusables(folder)
    (out / "ConfusablesTable.swift").write_text(
        f"""// Generated by scripts/docs from the data of UTS 39 in ICU {icu}. Do not edit.

extension Confusables {{
    /// `scalar << 42 | first << 21 | second`, sorted: what stands for it in a skeleton; `second` is 0 where there is none.
    static let rows: [UInt64] = [
{block(rows, 5)}
    ]
}}
"""
    )
    version = re.search(r"Scripts-(.*)\.txt", (folder / "Scripts.txt").read_text()).group(1)
    sets, rows = scripts(folder)
    cases = "\n".join(
        f"    static let {name.lower()} = ScriptSet(bits: 1 << {place})" for place, name in enumerate(RECOMMENDED)
    )
    (out / "ScriptSetTable.swift").write_text(
        f"""// Generated by scripts/docs from Unicode {version}. Do not edit.

extension ScriptSet {{
{cases}
    /// Any of the scripts that UAX 31 does not recommend for names.
    static let others = ScriptSet(bits: 1 << {OTHER})
    /// Common and inherited characters: digits, hyphens, marks.
    static let every = ScriptSet(bits: 0x{EVERY:08X})

    /// The sets that there are, by their place in `rows`.
    static let sets: [UInt32] = [
{block(sets, 9)}
    ]

    /// `first scalar << 8 | place in sets`, sorted; a set holds up to the next row.
    static let rows: [UInt32] = [
{block(rows, 9)}
    ]
}}
"""
    )


main()
