#!/usr/bin/env python3
"""No C file knows a project: what is particular to one is data.

    test_names.py ROOT            the folder that holds data/, src/ and include/
    test_names.py --self-test

The names are those of every project under data/ - its folder, id and name, what other sources call
it, its domain, codenames of several words - and the other spellings below. Each is looked for as a word, in any case, in identifiers
as well, in strings and comments alike: python in RELCAL_PYTHON, Python3 and python.org.
"""
import pathlib
import re
import sys

# What people also call projects, those that are built in and others.
SPELLINGS = """
alpine android angular ansible apache arch-linux bazel blender bootstrap centos chrome chromium
clang-project cpython drupal eclipse elasticsearch electron elixir erlang fedoraproject freebsd gcc
gitlab glibc golang haskell haxe hugo jenkins jupyter k8s kde kernel.org kotlin laravel libreoffice
llvm magento mariadb mongodb mozilla mysql netbsd nginx nixos nodejs node.js numpy nuget openbsd
opensuse openssl oracle pandas perl php.net postgres postgresql.org pypi pypy pytest python.org
pytorch qt rails red-hat redhat redis rhel ruby rustc rust-lang scala scipy slackware sles spring
suse swift symfony tensorflow terraform thunderbird tomcat typescript u-boot ubuntu.com uboot
vscode wordpress xcode zephyr zulip
""".split()

# Words of English or C, too: looked for only where nothing else can be meant.
AMBIGUOUS = {"go"}

# Names with which compilers and systems mark themselves.
FOREIGN = re.compile(r"__(?:linux|clang|gnu\w*|FreeBSD|NetBSD|OpenBSD|llvm|ANDROID|APPLE)\w*__")

FOLDERS = ("src", "include")
ENDINGS = (".c", ".h", ".map", ".in")


def values(text, form):
    """What a form of a line of a schedule file, with one group, has in all lines."""
    return [value.strip("\"' ") for value in re.findall(rf"(?m)^{form} *(?:#.*)?$", text)]


def names_of_projects(data):
    names = set()
    for path in sorted(data.glob("*/project.yaml")):
        text = path.read_text(encoding="utf-8")
        names.add(path.parent.name)
        for form in (r"(?:project|name): *(.+?)", r"[- ] *product: *(.+?)",
                     r"calendar: *\{uid-domain: *([^,}]+).*"):
            names.update(values(text, form))
        for series in path.parent.glob("*.yaml"):
            codenames = values(series.read_text(encoding="utf-8"), r"codename: *(.+?)")
            names.update(name for name in codenames if " " in name)
    return {name.lower() for name in names}


def pattern(names):
    """Words as letters and digits go; what may stand between the parts of a name may be missing."""
    alternatives = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        parts = re.split(r"[\s._-]+", name)
        alternatives.append(r"[\s._-]?".join(map(re.escape, parts)))
    return re.compile(r"(?<![a-z])(?:" + "|".join(alternatives) + r")(?![a-z])", re.I)


def ambiguous_pattern(names):
    """A name that is also a word: alone between quotation marks, before a number or a slash and a
    series, or with a capital inside of a sentence."""
    word = "|".join(sorted(map(re.escape, names)))
    capital = "|".join(sorted(re.escape(name.capitalize()) for name in names))
    return re.compile(rf'(?i:["\'](?:{word})["\'/])'
                      rf'|(?i:(?<![a-z])(?:{word})[ /]v?\d)'
                      rf"|(?<=[a-z,] )(?:{capital})(?![a-zA-Z])")


def separate(line):
    """A line with its camelCase names taken apart, each letter at its place or behind it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", FOREIGN.sub("", line))


def find_names(text, patterns):
    """Gives the number of each line that has a name, and the name."""
    for number, line in enumerate(text.splitlines(), 1):
        for searched in patterns:
            for match in searched.finditer(separate(line)):
                yield number, match[0]


def patterns_of(names):
    return pattern(names - AMBIGUOUS), ambiguous_pattern(AMBIGUOUS)


def self_test():
    patterns = patterns_of({"python", "go", "fedora linux", "node.js", "linux", "rust"})
    known = ["PYTHON", "RELCAL_PLACE_PYTHON,", "python3", "// Python's", "isPython", "python_id",
             '"@releases.python.org"', "Fedora Linux 42", "fedora-linux", "nodejs", "Node.js",
             "fedora_linux", "a linux kernel", '"go"', "'go'", '"Go"', '"go/1.22"', "Go 1.22",
             "is of Go and", "rust-lang"]
    unknown = ["pythonic", "trust", "goes on", "go on to the next", "Go on.", "/* Go on */",
               "#ifdef __linux__", "let it go", "ergo 3", "argo", "category", "nodejson"]
    wrong = [text for text in known if not list(find_names(text, patterns))]
    wrong += [text for text in unknown if list(find_names(text, patterns))]
    for text in wrong:
        print(f"misjudged: {text}")
    return bool(wrong)


def main(root):
    names = names_of_projects(root / "data")
    if len(names) < 10:
        print(f"{root}/data: only {len(names)} names of projects; is it the right folder?")
        return True
    patterns = patterns_of(names | set(SPELLINGS))
    files = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*")
                   if path.suffix in ENDINGS)
    if len(files) < 100:
        print(f"{root}: only {len(files)} C files; is it the right folder?")
        return True
    found = 0
    for path in files:
        for number, name in find_names(path.read_text(encoding="utf-8"), patterns):
            print(f"{path.relative_to(root)}:{number}: {name!r} is the name of a project; "
                  "what knows one is data")
            found += 1
    return found > 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main(pathlib.Path(sys.argv[1])))
