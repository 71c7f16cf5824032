"""The rights of every address, gathered from the tables beside the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver

from hubung.kernel.rights import Access

RIGHTS = "RIGHTS"


class NoRowError(LookupError):
    """An address of which nobody has said who may open it."""

    def __init__(self, route: Route) -> None:
        super().__init__(
            f"{route.name} ({route.address}) has no row: say in {route.module}, in the table "
            f"RIGHTS below its urlpatterns, who may open it (hubung.kernel.rights has the words), "
            f'for example  RIGHTS = {{"{route.pattern.name}": staff(policies.may_…)}} . If its '
            "address has parameters, tests/integration/rights/examples.py needs values for them. "
            "Then run .venv/bin/python scripts/reference.py."
        )


@dataclass(frozen=True)
class Route:
    """An address of the program; `module` is the nearest `urls.py` of ours that includes it."""

    address: str
    name: str
    pattern: URLPattern
    tables: tuple[tuple[str, Mapping[str, Access]], ...]
    module: str

    @property
    def access(self) -> Access:
        """Its row: in the innermost table that has one. Raises NoRowError."""
        for namespace, table in self.tables:
            if row := table.get(self.name.removeprefix(namespace)):
                return row
        raise NoRowError(self)


def routes() -> Iterator[Route]:
    """Every address, in the order in which the program looks at them."""
    resolver = get_resolver()
    yield from _below(resolver, "/", "", (), "")


def _below(
    resolver: URLResolver,
    prefix: str,
    namespace: str,
    tables: tuple[tuple[str, Mapping[str, Access]], ...],
    module: str,
) -> Iterator[Route]:
    conf = resolver.urlconf_module
    if isinstance(conf, ModuleType) and conf.__name__.startswith("hubung."):
        module = conf.__name__
        tables = ((namespace, getattr(conf, RIGHTS, {})), *tables)
    for each in resolver.url_patterns:
        address = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _below(each, address, inner, tables, module)
        else:
            yield Route(address, f"{namespace}{each.name}", each, tables, module)
