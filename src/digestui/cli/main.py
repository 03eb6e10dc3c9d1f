"""From a line of words to an exit code. The only place where failures become sentences.

Imports stay inside functions: `digestui --version` must cost hardly more than Python itself, and each command
only what it uses. A `Trouble` is told in one line; anything else goes to the log with its traceback, and the
terminal gets one line that says where.
"""

from __future__ import annotations

# Not from typing, whose import alone costs half of `--version`. Type checkers take the name as true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digestui.cli.environment import Environment
    from digestui.cli.output import Output
    from digestui.errors import Trouble


def run(argv: Sequence[str], env: Environment | None = None) -> int:
    """Run one command; its exit code is 0, 1, 2 or 130 (see `errors.Exit`). Raises nothing."""
    if list(argv) in (["--version"], ["-V"]):
        return _version(env)

    from digestui.put_off import put_off

    with put_off({"urllib.parse": ("quote_from_bytes",)}):  # a twentieth of `search`, for `Path.as_uri` alone
        import pathlib  # noqa: F401

    from digestui.cli.environment import Environment
    from digestui.cli.output import Output
    from digestui.errors import Exit, Trouble, from_system

    env = env or Environment()
    out = Output(env)
    try:
        return _dispatch(list(argv), env)
    except Trouble as trouble:
        return _told(out, trouble)
    except KeyboardInterrupt:
        return _quietly(lambda: out.aside("digestui: stopped"), Exit.INTERRUPTED)
    except BrokenPipeError:
        _forget_output()
        return Exit.DONE
    except OSError as error:
        return _told(out, from_system(error))
    except Exception as failure:  # noqa: BLE001  (the last door: a defect must end as a sentence, not a traceback)
        return _told(out, _logged(env, argv, failure))


def _version(env: Environment | None) -> int:
    import sys

    from digestui import __version__

    stdout = env.stdout if env else sys.stdout
    if stdout is None:  # closed: nobody wants to hear it
        return 0
    try:
        stdout.write(f"digestui {__version__}\n")
        stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        from digestui.cli.environment import Environment
        from digestui.cli.output import Output
        from digestui.errors import from_system

        _forget_output()  # to make an environment flushes what still waits
        return _told(Output(env or Environment()), from_system(error))
    return 0


def _dispatch(argv: list[str], env: Environment) -> int:
    from digestui.cli.command import take_apart
    from digestui.cli.registry import find
    from digestui.cli.session import Session
    from digestui.errors import Exit

    name, arguments = _command_of(argv)
    if name in ("--help", "help"):
        return _help(arguments, env)
    if name == "--version":
        return _version(env)
    command = find(name)
    line = take_apart(command, arguments)
    if line.has("--help"):
        return _help([name], env)
    session = Session(env, command, line)
    try:
        code = command.run(session)
        if session.may_have_decided and code == Exit.DONE:
            session.keep_a_copy()
        session.out.flush()
        return code
    except OSError as error:
        if session.out.lost and session.acted:
            raise _untold(error) from error
        raise
    finally:
        session.close()


def _untold(error: OSError) -> Trouble:
    """What is done stays done where only the account of it cannot be written."""
    from digestui.errors import Exit, Trouble

    why = (error.strerror or type(error).__name__).lower()
    return Trouble("standard output", why, "it is done, but not told", exit_code=Exit.PARTLY)


def _command_of(argv: list[str]) -> tuple[str, list[str]]:
    """The command's name and its arguments; options before the name are moved behind it."""
    from digestui.errors import BadUsage

    moved: list[str] = []
    rest = list(argv)
    while rest:
        token = rest.pop(0)
        if token == "--library":
            if not rest:
                raise BadUsage("--library", "it wants a file", "write --library PATH")
            moved += [token, rest.pop(0)]
        elif token.startswith("--library="):
            moved.append(token)
        elif token in ("--help", "-h"):
            return "--help", [word for word in rest if not word.startswith("-")][:1]
        elif token in ("--version", "-V"):
            return "--version", []
        elif token.startswith("-"):
            raise BadUsage(token, "there is no such option", "digestui --help lists them")
        else:
            return token, moved + rest
    return "open", moved


def _help(names: list[str], env: Environment) -> int:
    from digestui.cli import help as pages
    from digestui.cli.registry import find

    text = pages.one_command(find(names[0])) if names else pages.whole_program()
    env.stdout.write(text)
    env.stdout.flush()
    return 0


def _told(out: Output, trouble: Trouble) -> int:
    return _quietly(lambda: out.trouble(trouble), int(trouble.exit_code))


def _quietly(say: Callable[[], None], code: int) -> int:
    """Say something, if anybody still listens."""
    try:
        say()
    except (BrokenPipeError, ValueError):
        _forget_output()
    except OSError:
        pass
    return int(code)


def _logged(env: Environment, argv: Sequence[str], failure: Exception) -> Trouble:
    from digestui import paths
    from digestui.cli import logs
    from digestui.errors import Trouble

    log = paths.log_file(env.environ)
    if logs.write_failure(log, env.clock(), argv, failure):
        return Trouble("something went wrong", type(failure).__name__, f"{log} says more; please report it")
    return Trouble("something went wrong", f"{type(failure).__name__} ({failure})", "please report it")


def _forget_output() -> None:
    """After a closed pipe: let Python's own last flush go nowhere instead of complaining."""
    import os
    import sys

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                os.dup2(nowhere, stream.fileno())
    except (OSError, ValueError, AttributeError):
        pass
