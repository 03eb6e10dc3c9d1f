"""`completions`: a script for a shell, made from the same tables that parse the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli.command import Command
from digestui.cli.registry import MODULES, find
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from digestui.cli.session import Session

VERBS = {
    "tags": ("list", "rename", "merge"),
    "views": ("list", "save", "remove"),
    "digests": ("list", "remove"),
    "rules": ("list", "add", "remove", "test"),
    "sources": ("list", "add", "remove", "check"),
    "config": ("init", "path", "show", "check", "keys"),
    "completions": ("bash", "zsh", "fish"),
}
ACTIONS = ("read", "unread", "star", "unstar", "inbox", "queue", "done", "dismiss", "snooze=", "unsnooze")
FILES = ("open", "import", "backup", "restore", "sync")
NAMED = {
    "show": "keys",
    "note": "keys",
    "similar": "keys",
    "tags": "tags",
    "tag": "query",
    "views": "views",
    "search": "query",
    "mark": "query",
    "export": "query",
    "digest": "query",
    "recommend": "query",
    "resolve": "query",
    "history": "query",
    "stats": "query",
}
"""What the words of a command name in the library, for those that name something."""
KINDS = ("keys", "tags", "views", "query")
MOST = 200
"""Names offered at most."""


def _completions(session: Session) -> int:
    if session.words[:1] == ["names"]:
        return _names(session)
    session.want_words(1, 1, "a shell: " + ", ".join(SHELLS))
    shell = session.words[0].rpartition("/")[2]
    if shell not in SHELLS:
        raise BadUsage("completions", f"no completions for {shell}", "use one of " + ", ".join(SHELLS))
    session.env.stdout.write(SHELLS[shell]([find(name) for name in MODULES]))
    return Exit.DONE


def _names(session: Session) -> int:
    """Print the names that go on from what was typed, a line each, for the scripts to offer."""
    session.want_words(2, 3, "names, one of " + ", ".join(KINDS) + ", and the beginning")
    kind, typed = session.words[1], (session.words[2] if len(session.words) == 3 else "")
    if kind not in KINDS:
        raise BadUsage("completions", f"there are no names of {kind}", "use one of " + ", ".join(KINDS))
    fitting = (name for name in _candidates(session, kind, typed) if name.startswith(typed))
    # A shell reads a line again after it is completed: a name that means something to it is not offered.
    for name in [name for name in fitting if all(c.isalnum() or c in "+-._:/@" for c in name)][:MOST]:
        session.out.line(name)
    return Exit.DONE


def _candidates(session: Session, kind: str, typed: str) -> list[str]:
    from digestui.library import search, triage, views

    lib = session.library(readonly=True)
    if kind == "query" and typed.startswith("q:"):
        return [f"q:{view.name}" for view in views.views(lib)]
    if kind == "views":
        return [view.name for view in views.views(lib)]
    sign = typed[:1] if typed[:1] in ("+", "-") else ""
    if kind == "tags" or sign or typed.startswith("tag:"):
        before = sign or ("tag:" if kind == "query" else "")
        return [before + name for name, _ in triage.tags(lib)]
    found = search.keys_like(lib, typed)
    if typed and ":" not in typed:
        found += [key.partition(":")[2] for key in found]
    return [*found, *(("tag:", "q:") if kind == "query" else ())]


def _words(command: Command) -> list[str]:
    words = [*VERBS.get(command.name, ()), *(ACTIONS if command.name == "mark" else ())]
    return words + [option.name for option in command.all_options]


def _bash(commands: list[Command]) -> str:
    lines = [
        '# bash completion for digestui: eval "$(digestui completions bash)"',
        "_digestui() {",
        '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
        '    local command="" library="" i',
        "    COMPREPLY=()",
        "    for ((i = 1; i < COMP_CWORD; i++)); do",
        '        case "${COMP_WORDS[i]}" in',
        '            --library) ((i++)); library="${COMP_WORDS[i]}" ;;',
        "            -*) ;;",
        '            *) command="${COMP_WORDS[i]}"; break ;;',
        "        esac",
        "    done",
        '    case "$command:$before" in',
        "        *:--library) compopt -o default; return ;;",
    ]
    for command in commands:
        for option in command.options:
            names = "|".join(f"{command.name}:{name}" for name in (option.name, option.short) if name)
            if option.choices:
                lines.append(f"        {names}) {_reply(option.choices)}; return ;;")
            elif option.value == "FILE":
                lines.append(f"        {names}) compopt -o default; return ;;")
    lines += [
        "    esac",
        '    case "$command" in',
        f"        '') {_reply([*MODULES, '--library', '--help', '--version'])} ;;",
    ]
    for command in commands:
        files = ' [[ "$word" == -* ]] || compopt -o default;' if command.name in FILES else ""
        named = f" _digestui_names {NAMED[command.name]};" if command.name in NAMED else ""
        lines.append(f"        {command.name}) {_reply(_words(command))};{files}{named} ;;")
    lines += ["    esac", "}", *_BASH_NAMES, "complete -F _digestui digestui"]
    return "\n".join(lines) + "\n"


# What the library says is read line by line and never expanded. Readline breaks words at colons, so what
# stands before the last colon is not part of the answer.
_BASH_NAMES = (
    "_digestui_names() {",
    '    local whole="$word" before_colon="" name',
    '    [[ -z "$COMP_LINE" ]] || { whole="${COMP_LINE:0:COMP_POINT}"; whole="${whole##* }"; }',
    '    [[ "$COMP_WORDBREAKS" != *:* || "$whole" != *:* ]] || before_colon="${whole%"${whole##*:}"}"',
    "    while IFS= read -r name; do",
    '        COMPREPLY+=("${name#"$before_colon"}")',
    '    done < <(digestui ${library:+--library "$library"} completions names "$1" -- "$whole" 2>/dev/null)',
    "}",
)


def _reply(words: Iterable[str]) -> str:
    return f'COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word"))'


def _zsh(commands: list[Command]) -> str:
    lines = [
        "#compdef digestui",
        "# zsh completion for digestui: put this into a file _digestui in a folder of $fpath",
        "_digestui_names() {",
        "    local -a found",
        '    found=("${(@f)$(digestui completions names $1 -- "$PREFIX" 2>/dev/null)}")',
        "    compadd -a found",
        "}",
        "_digestui() {",
        "    local -a commands",
        "    commands=(",
        *(f"        '{c.name}:{_quoted(c.summary)}'" for c in commands),
        "    )",
        "    _arguments -C '--library[the library file]:file:_files' '--version[show the version]' \\",
        "        '--help[show help]' '1:command:->command' '*::argument:->argument'",
        "    case $state in",
        "        command) _describe command commands ;;",
        "        argument)",
        "            case $words[1] in",
    ]
    for command in commands:
        parts = []
        for option in command.all_options:
            value = ""
            if option.choices:
                value = f":{option.value}:({' '.join(option.choices)})"
            elif option.value:
                value = f":{option.value}:" + ("_files" if option.value in ("FILE", "PATH") else "")
            parts += [
                f"'{name}[{_quoted(option.help)}]{value}'" for name in (option.name, option.short) if name
            ]
        if command.name in VERBS:
            parts.append(f"'1:what:({' '.join(VERBS[command.name])})'")
        elif command.name == "mark":
            parts += ["'1:query:{_digestui_names query}'", f"'*:action:({' '.join(ACTIONS)})'"]
        elif command.name in FILES:
            parts.append("'*:file:_files'")
        if command.name in NAMED and command.name != "mark":
            parts.append(f"'*:name:{{_digestui_names {NAMED[command.name]}}}'")
        lines.append(f"                {command.name}) _arguments {' '.join(parts)} ;;")
    lines += ["            esac ;;", "    esac", "}", '_digestui "$@"']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace("'", "’").replace("[", "(").replace("]", ")").replace(":", ",")


def _fish(commands: list[Command]) -> str:
    lines = [
        "# fish completion for digestui: keep this as ~/.config/fish/completions/digestui.fish",
        "complete -c digestui -f",
        "complete -c digestui -l library -r -F -d 'the library file'",
        "complete -c digestui -n __fish_use_subcommand -l version -d 'show the version'",
    ]
    for command in commands:
        lines.append(
            f"complete -c digestui -n __fish_use_subcommand -a {command.name} -d '{_quoted(command.summary)}'"
        )
        when = f"-n '__fish_seen_subcommand_from {command.name}'"
        words = [*VERBS.get(command.name, ()), *(ACTIONS if command.name == "mark" else ())]
        if words:
            lines.append(f"complete -c digestui {when} -a '{' '.join(words)}'")
        if command.name in FILES:
            lines.append(f"complete -c digestui {when} -F")
        if command.name in NAMED:
            ask = f"(digestui completions names {NAMED[command.name]} -- (commandline -ct) 2>/dev/null)"
            lines.append(f"complete -c digestui {when} -a '{ask}'")
        for option in command.options:
            name = f"-l {option.name[2:]}" + (f" -s {option.short[1:]}" if option.short else "")
            value = ""
            if option.choices:
                value = f" -x -a '{' '.join(option.choices)}'"
            elif option.value:
                value = " -r"
            lines.append(f"complete -c digestui {when} {name}{value} -d '{_quoted(option.help)}'")
    return "\n".join(lines) + "\n"


SHELLS: dict[str, Callable[[list[Command]], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}

COMMANDS = {
    "completions": Command(
        name="completions",
        summary="print a completion script for bash, zsh or fish",
        usage="SHELL | names keys|tags|views|query [BEGINNING]",
        examples=(
            ('eval "$(digestui completions bash)"', "for this bash; in ~/.bashrc for every one"),
            ("digestui completions fish > ~/.config/fish/completions/digestui.fish", "for fish"),
        ),
        details="The scripts ask the library for keys, tags and views as one types: "
        "digestui completions names keys 2103 prints what goes on from there.",
        run=_completions,
    )
}
