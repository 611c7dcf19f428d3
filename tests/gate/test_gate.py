"""The hooks of examples/hooks in real repositories: test_gate.py RELCAL HOOKS.

What day it is, is said by the setting relcal.on of the bare repository; the clock and the dates of
commits are made to lie.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

RELCAL, HOOKS = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])

BEFORE, AFTER = "2023-05-21", "2023-05-22"  # the day of 3.12's beta 1 is 2023-05-22
CANDIDATE = "2023-08-08"


class GateTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.org",
            # The committer's clock is years off.
            "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z",
        }
        self.bare = os.path.join(self.folder, "bare.git")
        self.work = os.path.join(self.folder, "work")
        self.run_git("init", "-q", "--bare", "-b", "main", self.bare, cwd=self.folder)
        self.run_git("clone", "-q", self.bare, self.work, cwd=self.folder)
        self.run_git("checkout", "-q", "-b", "main")
        # What was there before the gate.
        self.commit("start", {"README": "x\n"})
        self.run_git("push", "-q", "origin", "main", "main:3.12")
        for name, value in (("project", "python"), ("command", RELCAL), ("on", BEFORE)):
            self.set(name, value)
        shutil.copy(os.path.join(HOOKS, "pre-receive"), os.path.join(self.bare, "hooks"))

    def run_git(self, *arguments, cwd=None, check=True, data=None, **more):
        done = subprocess.run(["git", *arguments], cwd=cwd or self.work, input=data,
                              env={**self.environment, **more}, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        done.text = (done.stdout + done.stderr).decode("utf-8", "replace")
        if check:
            self.assertEqual(done.returncode, 0, (arguments, done.text))
        return done

    def set(self, name, value):
        self.run_git("config", f"relcal.{name}", value, cwd=self.bare)

    def write(self, files):
        for path, content in files.items():
            whole = os.path.join(os.fsencode(self.work), os.fsencode(path))
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "w", encoding="utf-8") as file:
                file.write(content)

    def commit(self, message, files=None):
        self.write(files if files is not None else {"file": f"{message} {time.monotonic_ns()}\n"})
        self.run_git("add", "-A")
        self.run_git("commit", "-q", "--allow-empty", "-F", "-", data=message.encode())
        return self.run_git("rev-parse", "HEAD").text.strip()

    def change(self, change, files=None):
        return self.commit(f"Do it\n\nChange: {change}\n", files)

    def reset(self):
        self.run_git("fetch", "-q", "origin")
        self.run_git("checkout", "-q", "-B", "main", "origin/main")

    def push_to(self, *refs, **more):
        return self.run_git("push", "-q", "origin", *refs, check=False, **more)

    def takes(self, *refs, **more):
        done = self.push_to(*refs, **more)
        self.assertEqual(done.returncode, 0, done.text)

    def refuses(self, reason, *refs, **more):
        before = self.run_git("for-each-ref", cwd=self.bare).text
        done = self.push_to(*refs, **more)
        self.assertNotEqual(done.returncode, 0, done.text)
        self.assertIn(reason, " ".join(done.text.replace("remote:", " ").split()))
        self.assertEqual(self.run_git("for-each-ref", cwd=self.bare).text, before)


class PreReceiveTest(GateTest):
    def test_before_and_after_beta_1(self):
        self.change("feature")
        self.takes("main:3.12")
        self.set("on", AFTER)
        commit = self.change("feature")
        self.refuses(f"3.12: commit {commit} (feature) may not land: deny: feature may not land",
                     "main:3.12")
        # main is 3.13 now.
        self.takes("main")

    def test_day_is_the_servers(self):
        self.set("on", AFTER)
        self.change("feature")
        self.refuses("may not land", "main:3.12", GIT_COMMITTER_DATE="2022-01-01T00:00:00Z",
                     SOURCE_DATE_EPOCH="1640995200")

    def test_conditions(self):
        self.set("on", CANDIDATE)
        self.change("docs")
        self.takes("main:3.12")
        self.change("bugfix")
        self.refuses("approval: bugfix may land with 1 approval by release manager", "main:3.12")
        self.takes("main:3.12", RELCAL_APPROVED_BY="release manager")
        self.commit("Do it\n\nChange: bugfix\nApproved-by: release manager\n")
        self.refuses("approval: bugfix", "main:3.12")

    def test_several_changes(self):
        self.set("on", CANDIDATE)
        self.change("docs, tests")
        self.takes("main:3.12")
        self.commit("Do it\n\nChange: docs\nChange: feature\n")
        self.refuses("(docs,feature) may not land: deny: feature", "main:3.12")

    def test_first_offender_is_named(self):
        self.set("on", AFTER)
        self.change("bugfix")
        first = self.change("feature")
        self.change("feature")
        self.change("docs")
        self.refuses(f"commit {first} (feature)", "main:3.12")

    def test_what_cannot_be_judged(self):
        for message, reason in (
                ("no trailer", "has no Change: trailer"),
                ("empty\n\nChange:\n", "has no Change: trailer"),
                ("x\n\nChange: featur\n", "unknown change 'featur'; did you mean feature"),
                ("x\n\nChange: $(touch pwned)\n", "holds no names of changes"),
                ("x\n\nChange: feature; true\n", "holds no names of changes"),
                ("x\n\nChange: feature\tdocs\n", "holds no names of changes"),
                ("x\n\nChange: --help\n", "unknown change '--help'"),
                ("x\n\nChange: féature\n", "holds no names of changes")):
            with self.subTest(message):
                self.commit(message)
                self.refuses(reason, "main:3.12")
                self.reset()

    def test_broken_server(self):
        self.change("bugfix")
        for name, value, reason in (
                ("command", "/nowhere/relcal", "cannot be judged"),
                ("command", "false", "cannot be judged"),
                ("data", "/nowhere", "cannot be judged"),
                ("project", "pyton", "did you mean python?"),
                ("on", "yesterday", "is neither a day nor a moment")):
            with self.subTest(name, value=value):
                before = self.run_git("config", "--get", f"relcal.{name}", cwd=self.bare,
                                      check=False).text.strip()
                self.set(name, value)
                self.refuses(reason, "main:3.12")
                if before:
                    self.set(name, before)
                else:
                    self.run_git("config", "--unset", f"relcal.{name}", cwd=self.bare)
        self.run_git("config", "--unset", "relcal.project", cwd=self.bare)
        self.refuses("does not say which project", "main:3.12")

    def test_broken_schedule(self):
        data = os.path.join(self.folder, "data", "python")
        os.makedirs(data)
        with open(os.path.join(data, "3.12.yaml"), "w", encoding="utf-8") as file:
            file.write("series: 3.12\nmilestones: []\nstat: 1\n")
        self.set("data", os.path.dirname(data))
        self.change("bugfix")
        self.refuses('unknown key "stat"', "main:3.12")

    def test_branches(self):
        self.change("bugfix")
        self.refuses("3.99: cannot be judged", "main:3.99")
        self.refuses("topic/x: cannot be judged", "main:topic/x")
        self.run_git("config", "--add", "relcal.free", "topic/*", cwd=self.bare)
        self.takes("main:topic/x")
        self.takes("main:refs/heads/topic/$(id)")
        self.takes(":topic/x")
        self.refuses("cannot be judged", "main:refs/heads/--help")
        # Cut a branch: what main has was judged there.
        self.takes("main")
        self.takes("main:3.11")
        self.change("feature")
        self.refuses("may not land", "main:3.10")
        self.refuses("not deleted by a push", ":3.12")
        self.set("allowDelete", "true")
        self.takes(":3.12")

    def test_tags_and_other_refs(self):
        self.set("on", AFTER)
        self.change("feature")
        self.run_git("tag", "v1")
        self.run_git("tag", "-a", "-m", "x", "v2")
        self.takes("v1", "v2")
        self.takes(":refs/tags/v1")
        self.refuses("neither a branch nor a tag", "main:refs/notes/commits")
        self.run_git("config", "--add", "relcal.free", "refs/notes/*", cwd=self.bare)
        self.takes("main:refs/notes/commits")
        # One bad ref keeps all out.
        self.run_git("tag", "v3")
        self.refuses("may not land", "v3", "main:3.12")

    def test_new_branch_of_what_nobody_judged(self):
        # Neither a tag nor a free branch is a way around the gate.
        self.set("on", AFTER)
        self.run_git("config", "--add", "relcal.free", "topic/*", cwd=self.bare)
        commit = self.change("feature")
        self.takes("main:refs/tags/v1")
        self.refuses(f"commit {commit} (feature) may not land", "main:3.11")
        self.takes("main:topic/x")
        self.refuses(f"commit {commit} (feature) may not land", "main:3.11")
        # What a judged branch has is known.
        self.takes("main")
        self.takes("main:3.11")

    def test_force(self):
        self.change("bugfix")
        self.takes("main:3.12")
        self.run_git("reset", "-q", "--hard", "HEAD~1")
        self.change("docs")
        self.refuses("takes commits away", "+main:3.12")
        self.set("allowForce", "true")
        self.takes("+main:3.12")
        self.run_git("reset", "-q", "--hard", "HEAD~1")
        self.takes("+main:3.12")

    def test_merges(self):
        self.set("on", AFTER)
        self.run_git("checkout", "-q", "-b", "side")
        self.change("bugfix", {"side": "1\n"})
        self.run_git("checkout", "-q", "main")
        self.change("docs", {"main": "1\n"})
        self.run_git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
        self.takes("main:3.12")
        # An evil merge alters what neither side did.
        self.run_git("checkout", "-q", "-b", "other")
        self.change("bugfix", {"side": "2\n"})
        self.run_git("checkout", "-q", "main")
        self.change("docs", {"main": "2\n"})
        self.run_git("merge", "-q", "--no-ff", "--no-commit", "other")
        self.write({"side": "evil\n"})
        self.run_git("add", "-A")
        self.run_git("commit", "-q", "-m", "Merge other")
        self.refuses("alters files itself", "main:3.12")
        # So does one that takes all from one side, and throws away what the other had landed.
        self.run_git("checkout", "-q", "-B", "main", "origin/3.12")
        self.run_git("checkout", "-q", "-b", "ours")
        self.change("bugfix", {"side": "5\n"})
        self.run_git("checkout", "-q", "main")
        self.change("docs", {"main": "5\n"})
        self.run_git("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge ours", "ours")
        self.refuses("alters files itself", "main:3.12")
        # What a merge brings is judged.
        self.run_git("checkout", "-q", "-B", "main", "origin/3.12")
        self.run_git("checkout", "-q", "-b", "third")
        commit = self.change("feature", {"third": "1\n"})
        self.run_git("checkout", "-q", "main")
        self.run_git("merge", "-q", "--no-ff", "-m", "Merge third", "third")
        self.refuses(f"commit {commit} (feature)", "main:3.12")

    def test_paths(self):
        data = os.path.join(self.folder, "data", "guarded")
        os.makedirs(data)
        with open(os.path.join(data, "project.yaml"), "w", encoding="utf-8") as file:
            file.write("project: guarded\nname: Guarded\ntrunk: {branch: main, begins: start}\n"
                       "phases: [{id: open, begins: start}]\nrules:\n"
                       "- {id: all, change: any, verdict: deny}\n"
                       "- {id: texts, change: any, path: ['Doc/**', '*.md'], verdict: allow}\n")
        with open(os.path.join(data, "1.yaml"), "w", encoding="utf-8") as file:
            file.write("series: 1\nmilestones: [{id: start, date: 2020-01-01, state: actual}]\n")
        self.set("data", os.path.dirname(data))
        self.set("project", "guarded")
        self.change("docs", {"Doc/a b.txt": "x", "Doc/é\n\"quoted\"": "x", "a.md": "x"})
        self.takes("main")
        self.change("docs", {b"Doc/\xff\xfe": "x"})
        self.takes("main")
        self.change("docs", {"Doc/c": "x", "Lib/c": "x"})
        self.refuses("may not land", "main")
        self.reset()
        self.change("docs", {"\"Doc/d": "x"})
        self.refuses("may not land", "main")
        self.reset()
        self.run_git("mv", "README", "Doc/README")
        self.change("docs", {})
        self.refuses("may not land", "main")
        self.reset()
        self.run_git("rm", "-q", "Doc/a b.txt")
        self.change("docs", {})
        self.takes("main")

    def test_two_thousand_commits(self):
        """With merges, through git fast-import: the one that may not land is found in them."""
        kinds = ("bugfix", "docs", "tests", "bugfix, tests", "security")
        lines = []
        for index in range(1, 2001):
            kind = "feature" if index == 1234 else kinds[index % len(kinds)]
            is_merge = index > 20 and index % 10 == 0
            message = "Merge\n" if is_merge else f"Step {index}\n\nChange: {kind}\n"
            lines += ["commit refs/heads/long", f"mark :{index}",
                      "committer C <c@example.org> 978307200 +0000", f"data {len(message)}",
                      message]
            lines += [f"from :{index - 1}" if index > 1 else "from refs/heads/main^0"]
            lines += [f"merge :{index - 7}"] if is_merge else [
                f"M 644 inline f{index % 50}", "data 5", f"{index:04}\n"]
        self.run_git("fast-import", "--quiet", data="\n".join([*lines, ""]).encode())
        self.takes("long:3.12")
        self.set("on", AFTER)
        self.set("allowForce", "true")
        self.takes("+main:3.12")
        offender = self.run_git("log", "--format=%H", "--grep", "^Change: feature$", "-n", "1",
                                "long").text.strip()
        self.refuses(f"commit {offender} (feature)", "long:3.12")
        self.set("maxCommits", "100")
        self.refuses("more than 100 commits", "long:3.12")


class CommitMessageTest(GateTest):
    def setUp(self):
        super().setUp()
        shutil.copy(os.path.join(HOOKS, "commit-msg"), os.path.join(self.work, ".git", "hooks"))
        for name, value in (("project", "python"), ("command", RELCAL), ("on", AFTER)):
            self.run_git("config", f"relcal.{name}", value)

    def try_commit(self, message):
        self.write({"file": message})
        self.run_git("add", "-A")
        return self.run_git("commit", "-q", "-F", "-", data=message.encode(), check=False)

    def test_trailers(self):
        for message, reason in (("x\n", "has no Change: trailer"),
                                ("x\n\nChange: featur\n", "did you mean feature"),
                                ("x\n\nChange: $(true)\n", "holds no names of changes")):
            done = self.try_commit(message)
            self.assertEqual(done.returncode, 1, done.text)
            self.assertIn(reason, done.text)
        self.assertEqual(self.try_commit("x\n\nChange: feature, docs\n").returncode, 0)

    def test_branch(self):
        self.run_git("checkout", "-q", "-b", "3.12")
        done = self.try_commit("x\n\nChange: feature\n")
        self.assertEqual(done.returncode, 0)
        self.assertIn("deny: feature may not land in Python 3.12", done.text)
        self.run_git("config", "relcal.strict", "true")
        self.assertEqual(self.try_commit("y\n\nChange: feature\n").returncode, 1)
        self.assertEqual(self.try_commit("y\n\nChange: bugfix\n").returncode, 0)
        self.run_git("checkout", "-q", "-b", "mine")
        self.assertEqual(self.try_commit("z\n\nChange: feature\n").returncode, 0)
        self.run_git("config", "relcal.target", "3.12")
        self.assertEqual(self.try_commit("a\n\nChange: feature\n").returncode, 1)


# Answers as GitHub does for three open pull requests; what is set is written down.
FAKE_GH = r"""#!/bin/sh
case "$1 $2" in
"pr list") printf '1\taaa\t3.12\n2\tbbb\t3.12\n3\tccc\tmain\n4\tddd\t3.12\n' ;;
"pr view")
    case $3 in
    1) printf 'needs-rebase\ntype-feature\n' ;;
    2) [ "$BROKEN" = no ] || exit 1; echo type-bug ;;
    3) printf 'good first issue\ntype-feature\n' ;;
    4) echo needs-rebase ;;
    esac ;;
"api --paginate") case $3 in */files) echo Lib/os.py ;; esac ;;
*) printf '%s\n' "$*" >>"$TOLD" ;;
esac
"""


class WorkflowTest(unittest.TestCase):
    """The script of the workflow, run as GitHub runs it: by bash -e."""

    def states(self, broken):
        with open(os.path.join(HOOKS, "relcal-gate.yml"), encoding="utf-8") as file:
            script = file.read().split("        run: |\n")[-1]
        script = "".join(line[10:] or "\n" for line in script.splitlines(True))
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("gh", FAKE_GH), ("relcal", f"""#!/bin/sh
command=$1
shift
exec '{RELCAL}' "$command" --on {AFTER} "$@"
""")):
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                os.chmod(path, 0o755)
            told = os.path.join(folder, "told")
            done = subprocess.run(
                ["bash", "-e", "-c", script], cwd=folder, check=False,
                env={"PATH": folder + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8",
                     "GH_REPO": "o/r", "PROJECT": "python", "MANAGERS": "", "TOLD": told,
                     "BROKEN": broken},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            with open(told, encoding="utf-8") as file:
                lines = file.read().splitlines()
        return done.returncode, [(line.split("statuses/")[1].split()[0],
                                  line.split("state=")[1].split()[0]) for line in lines]

    def test_every_pull_request_gets_its_state(self):
        self.assertEqual(self.states("no"), (0, [
            ("aaa", "failure"), ("bbb", "success"), ("ccc", "success"), ("ddd", "failure")]))

    def test_what_cannot_be_asked_is_not_left_green(self):
        self.assertEqual(self.states("yes"), (0, [
            ("aaa", "failure"), ("bbb", "error"), ("ccc", "success"), ("ddd", "failure")]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
