"""Communes and zones."""

from enum import StrEnum


class CommuneKind(StrEnum):
    """Loại đơn vị hành chính cấp xã (từ 01/7/2025)."""

    XA = "xa"
    PHUONG = "phuong"
    DAC_KHU = "dac_khu"


class ZoneKind(StrEnum):
    """Khu công nghiệp (KCN), khu kinh tế cửa khẩu (KKTCK), cụm công nghiệp (CCN)."""

    INDUSTRIAL_PARK = "industrial_park"
    BORDER_GATE_ZONE = "border_gate_zone"
    INDUSTRIAL_CLUSTER = "industrial_cluster"


class ZoneStatus(StrEnum):
    """Tình trạng của khu, cụm."""

    OPERATING = "operating"
    UNDER_CONSTRUCTION = "under_construction"
    PLANNED = "planned"
