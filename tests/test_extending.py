"""What the README says of a change is true: what is made up touches the files of its row, and passes the tests."""

import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDERS, FILES = ("playground", "pages", "tests", "benchmarks", ".streamlit"), ("app.py", "pyproject.toml", "README.md")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "browser", "js")

TESTS = {
    "tests/engine/test_optimizers.py": "MadeUpDescent",
    "tests/engine/test_objectives.py": "MadeUpSaddle",
    "tests/engine/test_schedules.py": "MadeUpSchedule",
    "tests/engine/test_listing.py": "[MadeUpDescent]",
    "tests/test_settings.py": "MadeUpDescent-Saddle",
    "tests/test_content.py": "[made-up] or made-up-es",
    "tests/tasks/test_tasks.py": "[MadeUpTask]",
    "tests/pages/test_lessons.py": "made-up-en and opens",
    "tests/pages/test_tasks.py": "(MadeUpTask-en or ReviewSentiment-fr) and opens",
    "tests/test_catalogues.py": "[fr]",
    "tests/test_architecture.py": "made_up",
}
"""The files of tests that find what is made up by a registry, and the tests of it."""


# ---------------------------------------------------------------- what is made up


def changed(path, *changes):
    text = path.read_text(encoding="utf-8")
    for change in changes:
        text = change(text)
    path.write_text(text, encoding="utf-8")


def copied(path, kind, name):
    """The source of a class, under another name."""
    text = path.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^@dataclass\(frozen=True\)\nclass {kind}\(.*?(?=^[@A-Z\"])", text, re.M | re.S)
    return re.sub(r'N_\("[^"]*"\)', 'N_("Made up")', found.replace(kind, name), count=1)


def before(mark, new):
    """Puts something before the first line that begins with `mark`."""
    return lambda text: re.sub(rf"^(?={re.escape(mark)})", lambda _: new, text, count=1, flags=re.M)


def registered(registry, name):
    """Has a registry name one more class."""
    last = rf"(^{registry}: dict.*?for kind in \([^)]*?),?(\s*\))"
    return lambda text: re.sub(last, rf"\1, {name}\2", text, count=1, flags=re.M | re.S)


def optimizer(package):
    """A step along the gradient by a share κ of the usual one: a hyperparameter with a symbol of its own."""
    path = package / "engine/optimizers.py"
    share = 'kappa: Real = hyper(0.5, symbol="κ", low=0.0, soft=(0.0, 1.0), help=N_("A share"), about=N_("Of a step."))'
    made = copied(path, "GradientDescent", "MadeUpDescent").replace("course: ClassVar[bool] = True", "course = False")
    made = made.replace(r'r"{alpha}', r'r"{kappa}\,{alpha}').replace("self.alpha *", "self.kappa * self.alpha *")
    made = made.replace("    @property\n    def swing", f"    {share}\n\n    @property\n    def swing")
    new = '    "alpha": r"\\alpha",\n'
    changed(
        path,
        before("OPTIMIZERS: dict", f"{made}\n\n"),
        registered("OPTIMIZERS", "MadeUpDescent"),
        lambda text: text.replace(new, new + new.replace("alpha", "kappa")),
    )


def landscape(package):
    path = package / "engine/objectives.py"
    made = copied(path, "Saddle", "MadeUpSaddle")
    changed(path, before("OBJECTIVES: dict", f"{made}\n\n"), registered("OBJECTIVES", "MadeUpSaddle"))


def schedule(package):
    path = package / "engine/schedules.py"
    made = copied(path, "InverseTime", "MadeUpSchedule")
    changed(path, before("SCHEDULES: dict", f"{made}\n\n"), registered("SCHEDULES", "MadeUpSchedule"))


def page(package, script, text, title, url, group):
    """A page's script, and its row in the navigation."""
    (package.parent / script).write_text(text, encoding="utf-8")
    row = f'    Page("{script}", N_("{title}"), "{url}", {group}),\n'
    changed(package / "ui/navigation.py", before('    Page("pages/tasks/', row))


def lesson(package):
    folder = package / "lessons/made_up"
    shutil.copytree(package / "lessons/gabor", folder, ignore=shutil.ignore_patterns("figures.py", "__pycache__"))
    (folder / "page.py").write_text(
        '"""Lesson: made up."""\n\n'
        "from playground.lessons.made_up.exercise import draw\n"
        "from playground.ui.lesson.page import show_lesson\n\n\n"
        "def show() -> None:\n"
        '    """Draw the page."""\n'
        '    show_lesson("made-up", shown={"alpha", "start"}, exercise=draw)\n',
        encoding="utf-8",
    )
    script = '"""Lesson: made up."""\n\nfrom playground.lessons.made_up import page\n\npage.show()\n'
    page(package, "pages/lessons/made_up.py", script, "A lesson", "made-up", "_COURSE")


def task(package):
    made = (package / "tasks/house_price/__init__.py").read_text(encoding="utf-8")
    (package / "tasks/made_up").mkdir()
    (package / "tasks/made_up/__init__.py").write_text(made.replace("HousePrice", "MadeUpTask"), encoding="utf-8")
    imported = "from playground.tasks.made_up import MadeUpTask\n"
    changed(
        package / "tasks/__init__.py",
        before("from playground.tasks.molecule", imported),
        registered("TASKS", "MadeUpTask"),
    )
    script = '"""Task: made up."""\n\nfrom playground.ui.task.page import show_task\n\nshow_task("MadeUpTask")\n'
    page(package, "pages/tasks/made_up.py", script, "A task", "made-up-task", "_TASKS")


def gathered(package, *languages):
    """Gather the sentences, as the README says."""
    command = [sys.executable, "-m", "playground.locales.update", *languages]
    subprocess.run(command, cwd=package.parent, check=True, capture_output=True)


def language(package):
    gathered(package, "fr")


MADE = {
    "language": language,
    "optimizer": optimizer,
    "landscape or model": landscape,
    "schedule": schedule,
    "lesson": lesson,
    "task": task,
}


def translated(package):
    """Gather all sentences, and translate what is new by itself."""
    gathered(package)
    for path in package.glob("locales/*/LC_MESSAGES/playground.po"):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        catalog = read_po(BytesIO(f"{head}\n\n{body}".encode()))
        for message in catalog:
            if message.id and (not message.string or message.fuzzy):
                message.string, message.previous_id = message.id, []
                message.flags.discard("fuzzy")
        out = BytesIO()
        write_po(out, catalog, omit_header=True)
        path.write_text(f"{head}\n\n{out.getvalue().decode()}", encoding="utf-8")
    gathered(package)


# ---------------------------------------------------------------- what the README says


def rows():
    """The table of changes: the paths that each names, a <word> in them for any name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| change | touch |") :].partition("\n\n")[0]
    found = {}
    for line in table.splitlines()[2:]:
        change, touched = (cell.strip() for cell in line.split("|")[1:3])
        paths = [path for path in re.findall(r"`([^`\s]+)`", touched) if "/" in path or path.endswith(".py")]
        found[change] = [path if path.startswith(("pages/", ".")) else f"playground/{path}" for path in paths]
    return found


def covers(path, file):
    """Whether a path of the table is that file, or a folder with it."""
    pattern = re.sub(r"<\w+>", "[^/]+", re.escape(path))
    return re.fullmatch(f"{pattern}.*" if path.endswith("/") else pattern, file) is not None


def contents(root):
    """Every file below a folder, and what it holds."""
    files = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the tree with all that is made up, and which files each of it has touched."""
    root, touched = tmp_path_factory.mktemp("copy"), {}
    for part in FOLDERS:
        shutil.copytree(ROOT / part, root / part, ignore=LEFT_OUT)
    for part in FILES:
        shutil.copy(ROOT / part, root / part)
    for name, make in MADE.items():
        old = contents(root)
        make(root / "playground")
        new = contents(root)
        touched[name] = [path for path in old.keys() | new.keys() if old.get(path) != new.get(path)]
    translated(root / "playground")
    return root, touched


@pytest.mark.parametrize("change", MADE)
def test_a_change_touches_the_files_that_the_readme_names(copy, change):
    touched, paths = copy[1][change], rows()[change]
    assert touched
    assert not [file for file in touched if not any(covers(path, file) for path in paths)]
    assert not [path for path in paths if not any(covers(path, file) for file in touched)]


def test_every_file_that_the_readme_names_is_there():
    named = {path for paths in rows().values() for path in paths if "<" not in path}
    assert len(named) > 20
    assert not [path for path in named if not (ROOT / path).exists()]


def test_what_is_made_up_passes_the_tests_of_its_kind(copy):
    chosen = " or ".join(f"({key})" for key in TESTS.values())
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", *TESTS, "-k", chosen]
    done = subprocess.run(command, cwd=copy[0], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 60, done.stdout
