"""``kg doctor``: what works here, and what to do about what doesn't."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import echo_json, json_option

_STYLE = {"ok": ("ok", "green"), "warning": ("warning", "yellow"), "failed": ("failed", "red"), "skipped": ("-", None)}


@click.command(name="doctor")
@click.option("--model", type=click.Path(path_type=Path), help="Check this model rather than the packaged one.")
@click.option("--uri", help="Check this Neo4j server.  [default: $NEO4J_URI, else none]")
@click.option("--user", help="Its user.  [default: $NEO4J_USERNAME, else neo4j]")
@click.option("--database", help="Its database.  [default: $NEO4J_DATABASE, else the server's default]")
@click.option(
    "--directory", type=click.Path(path_type=Path), default=Path(), help="Where graphs will be written.  [default: .]"
)
@json_option
def command(
    model: Path | None, uri: str | None, user: str | None, database: str | None, directory: Path, as_json: bool
) -> None:
    """Check what works here, and tell what to do about what doesn't.

    Looks at the model, the engine, Neo4j and the disk. The password of Neo4j is read from NEO4J_PASSWORD. Exits with
    1 when something failed.

    \b
    Examples:
      kg doctor
      NEO4J_PASSWORD=secret kg doctor --uri bolt://localhost:7687
    """
    from kg.doctor import diagnose

    checks = diagnose(model=model, uri=uri, user=user, database=database, directory=directory)
    if as_json:
        echo_json([check.to_dict() for check in checks])
    else:
        for check in checks:
            word, colour = _STYLE[check.status]
            click.echo(f"{click.style(word.ljust(8), fg=colour)} {check.name.ljust(12)} {check.found}")
            if check.remedy and check.status != "ok":
                click.echo(f"{'':21} {click.style('-> ' + check.remedy, dim=True)}")
    if any(check.status == "failed" for check in checks):
        raise SystemExit(1)
