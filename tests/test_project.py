"""The project as a whole: lock files, settings list, scripts, containers, and what must not stand in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bot.settings import Settings, keys

ROOT = Path(__file__).parents[1]

#: Put together here, so that this file does not hold what it forbids elsewhere.
INDEX = ".".join(("pypi", "org"))
FILES = ".".join(("files", "pythonhosted", "org"))
REGISTRIES = (INDEX, FILES, ".".join(("registry", "npmjs", "org")), ".".join(("deb", "debian", "org")))
#: Folders of the machine the project happened to be written on.
FOREIGN = re.compile(r"(?<![\w.$}/-])/(?:work(?:/|\b(?!ers))|root/)|(?<!\w)\.lib" + "rary|/tmp/" + "brief")

LOCKS = ("uv.lock", "nlu/uv.lock")


@cache
def tree() -> dict[str, str]:
    """Every text file of the project, by path; lock files left out."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split(
            "\0"
        )
        paths = [ROOT / name for name in names if name]
    else:
        hidden = {".venv", ".tools", "__pycache__", "data", "models"}
        paths = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    texts = {}
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if path.is_file() and name not in LOCKS:
            raw = path.read_bytes()
            if b"\0" not in raw:
                texts[name] = raw.decode("utf-8", errors="replace")
    return texts


def test_modules_of_tests_without_a_package_have_names_of_their_own() -> None:
    """pytest cannot collect two files of one name in folders that are no packages."""
    found = Counter(
        path.name
        for path in (ROOT / "tests").rglob("test_*.py")
        if not (path.parent / "__init__.py").exists()
    )
    assert [name for name, count in found.items() if count > 1] == []


def values(node: object) -> list[tuple[str, str]]:
    """Every key with a text below `node`."""
    if isinstance(node, dict):
        found = [(key, value) for key, value in node.items() if isinstance(value, str)]
        return found + [pair for value in node.values() for pair in values(value)]
    if isinstance(node, list):
        return [pair for value in node for pair in values(value)]
    return []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_records_the_default_public_index_and_nothing_else(name):
    packages = tomllib.loads((ROOT / name).read_text("utf-8"))["package"]
    found = values(packages)
    registries = {value for key, value in found if key == "registry"}
    hosts = {urlsplit(value).hostname for key, value in found if key == "url"}
    assert registries == {f"https://{INDEX}/simple"}
    assert hosts == {FILES}
    others = [key for package in packages for key in package["source"] if key not in {"registry", "virtual"}]
    assert not others


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_file_has_a_hash(name):
    packages = tomllib.loads((ROOT / name).read_text("utf-8"))["package"]
    files = [file for package in packages for file in (*package.get("wheels", []), package.get("sdist"))]
    assert all(file["hash"].startswith("sha256:") for file in files if file)


def example() -> dict[str, str]:
    found = re.findall(r"^#(BOT_[A-Z_]+)=(.*)$", tree()[".env.example"], flags=re.M)
    assert len(found) == len(dict(found)), "a key stands twice"
    return dict(found)


def test_env_example_lists_every_setting_and_no_other():
    assert set(example()) == set(keys())


def test_env_example_shows_the_defaults():
    shown = {name.removeprefix("BOT_").lower(): value for name, value in example().items() if value}
    assert Settings(**shown) == Settings()


def test_env_example_copied_as_it_is_changes_nothing():
    lines = tree()[".env.example"].splitlines()
    assert all(line.startswith("#") or not line.strip() for line in lines)


def test_every_setting_used_in_containers_exists():
    ours = {*keys(), "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    named = {
        name
        for path, text in tree().items()
        if path.startswith("docker/")
        for name in re.findall(r"\b(?:BOT|POSTGRES|REDIS)_[A-Z_]+\b", text)
    }
    assert named - {"POSTGRES_USER", "POSTGRES_DB"} <= ours


def test_no_path_of_the_machine_it_was_written_on():
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in tree().items()
        for number, line in enumerate(text.splitlines(), 1)
        if FOREIGN.search(line) and path != "tests/test_project.py"
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("line", "is_foreign"),
    [
        ("open('/work" + "/main/x')", True),
        ("cd /work" + "/shared", True),
        ("/root" + "/.cache", True),
        ("see .lib" + "rary/search", True),
        ("https://example.cn/work/hours", False),
        ("the desk's /workers page", False),
        ("${HOME}/work/x", False),
        ("nlu/work/x", False),
        ("from bot.lib" + "rary import load", False),
    ],
)
def test_foreign_paths_are_recognised(line, is_foreign):
    assert bool(FOREIGN.search(line)) is is_foreign


def test_no_package_registry_is_named_outside_the_lock_files():
    found = [(path, host) for path, text in tree().items() for host in REGISTRIES if host in text]
    assert not found


def test_no_private_key_or_token_lies_in_the_tree():
    secret = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}")
    assert not [path for path, text in tree().items() if secret.search(text)]


def test_no_unfinished_note():
    note = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    suffixes = {".py", ".yml", ".sh", ".js", ".css", ".html", ".toml"}
    found = [
        f"{path}:{number}"
        for path, text in tree().items()
        if Path(path).suffix in suffixes or path == "dev"
        for number, line in enumerate(text.splitlines(), 1)
        if note.search(line)
    ]
    assert not found


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE", ".env.example"])
def test_papers_of_the_project_exist(name):
    assert len((ROOT / name).read_text("utf-8")) > 200


def test_changelog_knows_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in tree()["CHANGELOG.md"]


@pytest.mark.parametrize("shell", ["sh", "dash", "bash", "busybox"])
@pytest.mark.parametrize("script", ["dev"])
def test_script_is_plain_sh(shell, script):
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    command = [shell, "sh", "-n", script] if shell == "busybox" else [shell, "-n", script]
    subprocess.run(command, cwd=ROOT, check=True)


def test_scripts_pass_shellcheck():
    if not shutil.which("shellcheck"):
        pytest.skip("no shellcheck here")
    done = subprocess.run(
        ["shellcheck", "dev", ".ci/run"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", ["dev", ".ci/run"])
def test_script_may_be_run(script):
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111


def compose() -> dict:
    return yaml.safe_load(tree()["docker/compose.yml"])


@pytest.mark.parametrize("service", ["bot", "rasa", "redis", "postgres", "nginx"])
def test_service_is_watched_limited_and_without_privileges(service):
    made = compose()["services"][service]
    assert made["restart"] == "unless-stopped"
    assert made["healthcheck"]["test"]
    assert made["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}
    assert made["user"].split(":")[0] not in {"", "0", "root"}
    assert made["cap_drop"] == ["ALL"]
    assert made["security_opt"] == ["no-new-privileges:true"]


def test_only_the_proxy_is_open_to_the_world():
    open_ports = {name: made.get("ports", []) for name, made in compose()["services"].items()}
    assert all(port.startswith("127.0.0.1:") for port in open_ports["bot"])
    assert {name for name, ports in open_ports.items() if ports} == {"bot", "nginx"}


def test_records_and_conversations_are_on_volumes():
    services = compose()["services"]
    named = {mount.split(":")[0] for made in services.values() for mount in made.get("volumes", [])}
    assert set(compose()["volumes"]) <= named
    assert "appendonly yes" in services["redis"]["command"][-1]


def test_no_secret_stands_in_the_containers():
    for made in compose()["services"].values():
        for name, value in made.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN|SECRET|KEY", name):
                assert value.startswith("${"), name
    assert json.dumps(compose()).count("latest") == 0


@pytest.mark.parametrize("name", ["bot", "rasa"])
def test_images_are_pinned_and_do_not_run_as_root(name):
    text = tree()[f"docker/{name}.Dockerfile"]
    assert re.findall(r"^FROM \S+:\d+\.\d+-\S+", text, flags=re.M)
    assert re.findall(r"^USER (\S+)", text, flags=re.M)[-1] == "10001:10001"
    assert "HEALTHCHECK" in text
