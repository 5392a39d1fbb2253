"""What several roles come to: the greatest depth, and no field kept back that one of them shows."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from backend.accounts.rights import greatest, grown, united, whole_rights
from backend.accounts.user import DEPTHS, EntityRights, User
from backend.protocol.metadata import OPERATIONS


def role(name: str = "role", **entities: Any) -> dict[str, Any]:
    return {"id": name, "entities": entities, "workspaces": [], "privileges": []}


def order(*rights: dict[str, Any]) -> EntityRights:
    return united([role(order=one) for one in rights])["order"]


@pytest.mark.feature("SEC-01")
@pytest.mark.parametrize(("one", "other"), list(itertools.product(DEPTHS, DEPTHS)))
def test_the_greater_of_two_depths_counts(one: str, other: str) -> None:
    found = united([role(order=whole_rights(read=one)), role(order=whole_rights(read=other))])

    depth = greatest([one, other])
    assert DEPTHS.index(depth) == max(DEPTHS.index(one), DEPTHS.index(other))
    assert {entity: dict(rights.depths) for entity, rights in found.items()} == (
        {} if depth == "none" else {"order": {"read": depth}}
    )


@pytest.mark.feature("SEC-01")
def test_each_operation_has_a_depth_of_its_own() -> None:
    found = order(whole_rights(read="all", edit="own"), whole_rights(read="team", edit="unit", share="own"))

    assert dict(found.depths) == {"read": "all", "edit": "unit", "share": "own"}


@pytest.mark.feature("SEC-05")
def test_a_field_is_hidden_only_when_every_role_that_reads_hides_it() -> None:
    hides_both = whole_rights(read="own", hidden=["margin", "cost"])
    hides_one = whole_rights(read="all", hidden=["margin"])
    reads_nothing = whole_rights(create="own")

    assert order(hides_both).hidden == {"margin", "cost"}
    assert order(hides_both, hides_one).hidden == {"margin"}
    assert order(hides_both, reads_nothing).hidden == {"margin", "cost"}, "it shows nothing either"
    assert order(hides_both, whole_rights(read="own")).hidden == frozenset()


@pytest.mark.feature("SEC-05")
def test_a_field_is_read_only_unless_a_role_that_edits_lets_it_be_changed() -> None:
    kept = whole_rights(read="all", edit="all", readOnly=["price"])
    reads = whole_rights(read="all")
    creates = whole_rights(create="all")
    edits = whole_rights(edit="own")

    assert order(kept).read_only == {"price"}
    assert order(kept, reads).read_only == {"price"}
    assert order(kept, creates).read_only == {"price"}
    assert order(kept, edits).read_only == frozenset()


@pytest.mark.feature("SEC-05")
def test_who_only_creates_is_held_to_what_his_creating_roles_keep_from_him() -> None:
    found = order(whole_rights(read="all", create="all", readOnly=["price"]))

    assert found.read_only == {"price"}


@pytest.mark.feature("SEC-05")
def test_a_hidden_field_is_not_told_of_as_read_only() -> None:
    found = order(whole_rights(read="all", edit="all", hidden=["margin"], readOnly=["margin", "price"]))

    assert (found.hidden, found.read_only) == ({"margin"}, {"price"})


@pytest.mark.feature("SEC-05")
def test_who_may_do_everything_has_no_field_kept_from_him() -> None:
    kept = united([role(order=whole_rights(read="own", hidden=["margin"], readOnly=["price"]))])

    user = User(account=1, person="a", name="Ada", rights=kept, everything=True)

    assert (user.hidden("order"), user.read_only("order")) == (frozenset(), frozenset())
    assert {user.depth(operation, "order") for operation in OPERATIONS} == {"all"}


def test_a_package_gives_a_role_more_and_takes_nothing_away() -> None:
    known = {
        **role("sales", order=whole_rights(read="team", delete="all", hidden=["margin", "cost"])),
        "workspaces": ["orders"],
        "privileges": ["use_app"],
    }
    brought = {
        **role("sales", order=whole_rights(read="unit", hidden=["margin"]), item=whole_rights(read="all")),
        "workspaces": ["items"],
        "privileges": ["administer"],
    }

    found = grown(known, brought)

    assert found["entities"] == {
        "order": whole_rights(read="unit", delete="all", hidden=["margin"]),
        "item": whole_rights(read="all"),
    }
    assert found["workspaces"] == ["items", "orders"]
    assert found["privileges"] == ["use_app"], "what a role may do to the installation no package says"


def test_what_decides_the_scope_tells_every_difference_apart() -> None:
    def parts(**rights: Any) -> Any:
        united_rights = united([role(order=whole_rights(**rights))])
        return User(account=1, person="a", name="Ada", rights=united_rights).scope_parts

    different = [
        parts(read="own"),
        parts(read="team"),
        parts(read="own", hidden=["margin"]),
        parts(create="own"),
    ]

    assert len({str(one) for one in different}) == len(different)
    assert parts(read="own") == parts(read="own", delete="all", readOnly=["price"]), (
        "what only writes does not"
    )
