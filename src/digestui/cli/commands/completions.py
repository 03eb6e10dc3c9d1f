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
    "config": ("path", "show", "check", "keys"),
    "completions": ("bash", "zsh", "fish"),
}
ACTIONS = ("read", "unread", "star", "unstar", "inbox", "queue", "done", "dismiss", "snooze=", "unsnooze")
FILES = ("open", "import", "backup", "restore")


def _completions(session: Session) -> int:
    session.want_words(1, 1, "a shell: " + ", ".join(SHELLS))
    shell = session.words[0].rpartition("/")[2]
    if shell not in SHELLS:
        raise BadUsage("completions", f"no completions for {shell}", "use one of " + ", ".join(SHELLS))
    session.env.stdout.write(SHELLS[shell]([find(name) for name in MODULES]))
    return Exit.DONE


def _words(command: Command) -> list[str]:
    words = [*VERBS.get(command.name, ()), *(ACTIONS if command.name == "mark" else ())]
    return words + [option.name for option in command.all_options]


def _bash(commands: list[Command]) -> str:
    lines = [
        '# bash completion for digestui: eval "$(digestui completions bash)"',
        "_digestui() {",
        '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" i',
        "    COMPREPLY=()",
        "    for ((i = 1; i < COMP_CWORD; i++)); do",
        '        case "${COMP_WORDS[i]}" in',
        "            --library) ((i++)) ;;",
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
        lines.append(f"        {command.name}) {_reply(_words(command))};{files} ;;")
    lines += ["    esac", "}", "complete -F _digestui digestui"]
    return "\n".join(lines) + "\n"


def _reply(words: Iterable[str]) -> str:
    return f'COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word"))'


def _zsh(commands: list[Command]) -> str:
    lines = [
        "#compdef digestui",
        "# zsh completion for digestui: put this into a file _digestui in a folder of $fpath",
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
            parts += ["'1:query:'", f"'*:action:({' '.join(ACTIONS)})'"]
        elif command.name in FILES:
            parts.append("'*:file:_files'")
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
        usage="SHELL",
        examples=(
            ('eval "$(digestui completions bash)"', "for this bash; in ~/.bashrc for every one"),
            ("digestui completions fish > ~/.config/fish/completions/digestui.fish", "for fish"),
        ),
        run=_completions,
    )
}
