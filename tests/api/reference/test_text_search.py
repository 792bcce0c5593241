"""Searching as people type: with accents or without, old names, and signs that mean themselves."""

from typing import Any

import pytest

from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok, refused


def found(api: Callers, path: str, q: str, name: str = "name") -> list[str]:
    items = ok(api.staff.get(f"{V1}/{path}", params={"q": q, "limit": 200}))["items"]
    return [item[name] for item in items]


@pytest.mark.parametrize("q", ["Châu Phú", "chau phu", "CHAU PHU", "Xã Châu Phú", "xa chau phu", "châu  phú"])
def test_a_commune_is_found_however_it_is_typed(api: Callers, q: str) -> None:
    assert "Xã Châu Phú" in found(api, "communes", q)


def test_an_old_name_finds_the_commune_that_took_it_in(api: Callers) -> None:
    codes = [item["code"] for item in ok(api.staff.get(f"{V1}/communes?q=Bình Long"))["items"]]
    assert "30463" in codes
    commune = ok(api.staff.get(f"{V1}/communes/30463"))
    assert commune["name"] == "Xã Châu Phú"
    assert ("Xã Bình Long", "Huyện Châu Phú") in {
        (former["old_commune"], former["old_district"]) for former in commune["former"]
    }


def test_accents_put_the_exact_name_first(api: Callers) -> None:
    for name in ("Công ty Hoa Mai", "Công ty Hòa Mai", "Công ty Hóa Mai"):
        body = {"code": f"dn-{ord(name[9])}", "name": name, "kind": "partner", "province_code": "91"}
        ok(api.admin.post(f"{V1}/organisations", json=body), 201)
    assert set(found(api, "organisations", "hoa mai")) == {"Công ty Hoa Mai", "Công ty Hòa Mai", "Công ty Hóa Mai"}
    zones = [
        {"code": f"ccn-{i}", "name": name, "kind": "industrial_cluster", "status": "planned", "commune_code": "30463"}
        for i, name in enumerate(("CCN Tân Phu", "CCN Tân Phú", "CCN Tân Phù"))
    ]
    for zone in zones:
        ok(api.admin.post(f"{V1}/zones", json=zone | {"source": "thử"}), 201)
    assert found(api, "zones", "tân phù")[0] == "CCN Tân Phù"
    assert found(api, "zones", "Tân Phú")[0] == "CCN Tân Phú"
    assert set(found(api, "zones", "tan phu")) >= {"CCN Tân Phu", "CCN Tân Phú", "CCN Tân Phù"}


def test_an_occupation_is_found_by_its_words(api: Callers) -> None:
    assert "Thợ hàn" in " ".join(found(api, "occupations", "tho han", "title_vi"))
    accented = found(api, "occupations", "hàn", "title_vi")
    assert "hàn" in accented[0].lower()
    assert set(accented) == set(found(api, "occupations", "han", "title_vi"))


def test_words_in_any_order_find_an_enterprise(api: Callers) -> None:
    firm = factories.enterprise(name="Công ty TNHH May mặc Đại Thành")
    for q in ("may mac", "dai thanh may", "ĐẠI thành", "cong ty may", firm.tax_code or "", (firm.tax_code or "")[:7]):
        assert firm.name in found(api, "enterprises", q), q
    for q in ("ay mac", "thuy san", "may giay"):
        assert firm.name not in found(api, "enterprises", q), q


@pytest.mark.parametrize("sign", ["%", "\\", "*", "?"])
def test_signs_mean_themselves(api: Callers, sign: str) -> None:
    factories.enterprise(name="Công ty Một")
    factories.vacancy(title="Thợ hàn")
    for path in ("enterprises", "vacancies", "communes", "zones", "occupations", "organisations"):
        key = {"vacancies": "title", "occupations": "title_vi"}.get(path, "name")
        hits = found(api, path, sign, key)
        assert all(sign in hit for hit in hits), (path, hits[:3])
        assert found(api, path, f"M{sign}t", key) == []


def test_an_underscore_parts_words_as_a_space_does(api: Callers) -> None:
    firm = factories.enterprise(name="Công ty Đại_Thành")
    assert found(api, "enterprises", "dai thanh") == found(api, "enterprises", "đại_thành") == [firm.name]
    # For LIKE it would stand for any sign.
    assert found(api, "enterprises", "d_thanh") == found(api, "enterprises", "d thanh")
    assert found(api, "enterprises", "_____") == []


def test_signs_in_a_name_are_found(api: Callers) -> None:
    factories.enterprise(name="Công ty 100% vốn FDI")
    factories.enterprise(name="Công ty 1000 năm")
    assert found(api, "enterprises", "100%") == ["Công ty 100% vốn FDI"]


def test_a_vacancy_is_found_by_a_part_of_its_title(api: Callers) -> None:
    factories.vacancy(title="Công nhân vận hành máy may công nghiệp")
    for q in ("van hanh", "máy may", "nghiep cong"):
        assert found(api, "vacancies", q, "title") == ["Công nhân vận hành máy may công nghiệp"], q
    assert found(api, "vacancies", "thợ hàn", "title") == []


def people(api: Callers, **query: Any) -> list[str]:
    items = ok(api.staff.post(f"{V1}/jobseekers/search", json=query))["items"]
    return [item["full_name"] for item in items]


def test_a_person_is_found_by_name_phone_or_number(api: Callers) -> None:
    factories.jobseeker(
        identity={"full_name": "Đặng Thị Ánh Tuyết", "phone": "0900111222", "citizen_id": "000777000777"}
    )
    factories.jobseeker(identity={"full_name": "Trần Văn Bảy"})
    for query in (
        {"name": "dang thi"},
        {"name": "Ánh Tuyết"},
        {"phone": "0900111222"},
        {"citizen_id": "000777000777"},
        {"name": "đặng", "phone": "0900111222"},
    ):
        assert people(api, **query) == ["Đặng Thị Ánh Tuyết"], query
    assert people(api, name="tuyet", phone="0900111223") == []
    assert people(api, name="__") == []


def test_a_search_for_a_person_says_what_for(api: Callers) -> None:
    answer = api.staff.post(f"{V1}/jobseekers/search", json={})
    refused(answer, 422, "invalid_content", pointer="/name", field="missing")


def test_a_search_for_people_stops_at_its_limit(api: Callers) -> None:
    for _ in range(3):
        factories.jobseeker()
    assert len(people(api, name="nguyen", limit=2)) == 2


@pytest.mark.parametrize("name", ["citizen_id", "phone", "full_name", "q"])
def test_nobodys_name_or_number_is_taken_in_an_address(api: Callers, name: str) -> None:
    answer = api.staff.get(f"{V1}/jobseekers?{name}=000777000777")
    assert answer.status_code == 422
    assert "000777000777" not in answer.text


@pytest.mark.parametrize(
    ("path", "key", "values"),
    [
        ("zones?kind=border_gate_zone", "kind", {"border_gate_zone"}),
        ("zones?province_code=20", "province_code", {"20"}),
        ("communes?province_code=20", "province_code", {"20"}),
        ("occupations?level=4&under=75", "level", {4}),
        ("organisations?kind=job_centre", "kind", {"job_centre"}),
    ],
)
def test_filters_keep_what_they_say(api: Callers, path: str, key: str, values: set[Any]) -> None:
    items = ok(api.staff.get(f"{V1}/{path}&limit=200"))["items"]
    assert {item[key] for item in items} == values


def test_occupations_under_a_code_are_its_own(api: Callers) -> None:
    codes = [item["code"] for item in ok(api.staff.get(f"{V1}/occupations?under=75&limit=200"))["items"]]
    assert {"75", "753", "7531"} <= set(codes)
    assert all(code.startswith("75") for code in codes)
