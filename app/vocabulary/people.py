"""Accounts and organisations: who takes part."""

from enum import StrEnum


class Role(StrEnum):
    """Vai trò của tài khoản."""

    STAFF = "staff"
    ENTERPRISE_HR = "enterprise_hr"
    LEADER = "leader"
    PORTAL = "portal"
    ADMIN = "admin"


class OrganisationKind(StrEnum):
    """Loại cơ quan, đơn vị tham gia kế hoạch (CAPABILITIES §1)."""

    ZONE_BOARD = "zone_board"
    BOARD_ROOM = "board_room"
    ZONE_REPRESENTATIVE = "zone_representative"
    JOB_CENTRE = "job_centre"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    SCHOOL = "school"
    PARTNER = "partner"
