"""Looks for leaked passwords: searches every file below some folders for the canary word, plain and in base64.

    canary.py WORD FOLDER ... [--except FOLDER ...]

Every test user's password begins with the word. A SASL exchange carries it in base64 at one of three offsets, so the
inner, offset-independent part of each is searched for as well. Exits 1 and names the files where it was found.
"""

import base64
import os
import sys


def forms(word):
    """The word's own bytes, its hexadecimal form, and the part of its base64 that does not depend on its neighbours."""
    result = {"plain": word, "hex": word.hex().encode()}
    for shift in range(3):
        padded = base64.b64encode(b"\0" * shift + word + b"\0" * 3)
        start = (shift * 8 + 5) // 6
        end = (shift + len(word)) * 8 // 6
        result[f"base64+{shift}"] = padded[start:end]
    return result


def files(folders, excluded):
    for top in folders:
        if os.path.isfile(top):
            yield top
        for folder, below, names in os.walk(top):
            below[:] = [name for name in below if os.path.join(folder, name) not in excluded]
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield path


def search(path, wanted):
    """The names of the forms found in a file; read in pieces that overlap."""
    overlap = max(len(form) for form in wanted.values())
    found, tail = set(), b""
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            block = tail + piece
            found |= {name for name, form in wanted.items() if form in block}
            tail = block[-overlap:]
    return found


def main():
    arguments = sys.argv[1:]
    split = arguments.index("--except") if "--except" in arguments else len(arguments)
    word, folders, excluded = arguments[0].encode(), arguments[1:split], set(arguments[split + 1 :])
    wanted = forms(word)
    number, leaks = 0, []
    for path in files(folders, excluded):
        number += 1
        try:
            if found := search(path, wanted):
                leaks.append(f"{path}: {', '.join(sorted(found))}")
        except PermissionError:
            leaks.append(f"{path}: cannot be read")
        except FileNotFoundError:
            pass
    print("\n".join(leaks) if leaks else f"no password in {number} files")
    sys.exit(1 if leaks else 0)


if __name__ == "__main__":
    main()
