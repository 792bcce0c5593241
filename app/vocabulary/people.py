"""Jobseekers: availability, employment, sex, priority groups."""

from enum import StrEnum


class PriorityGroup(StrEnum):
    """Nhóm ưu tiên giới thiệu việc làm; chỉ dùng để xếp trước khi bằng điểm, không cộng hay trừ điểm."""

    # Women, whom the plans name too (through the Union), are not a group here: sex never matters in a ranking.

    DISABLED = "disabled"
    ETHNIC_MINORITY = "ethnic_minority"
    POOR_HOUSEHOLD = "poor_household"
    NEAR_POOR_HOUSEHOLD = "near_poor_household"
    ESCAPED_POVERTY_HOUSEHOLD = "escaped_poverty_household"
    # Bộ đội, công an xuất ngũ; thanh niên xung phong, thanh niên tình nguyện.
    DISCHARGED_SOLDIER = "discharged_soldier"
    EX_PRISONER = "ex_prisoner"
    JOB_LOSER = "job_loser"
    NEW_GRADUATE = "new_graduate"
    RURAL_WORKER = "rural_worker"
    # Về từ nước ngoài sau khi đi làm việc theo hợp đồng.
    RETURNEE = "returnee"
    # Xã nghèo, vùng đồng bào dân tộc thiểu số và miền núi.
    DISADVANTAGED_AREA = "disadvantaged_area"
    # Lao động không có hợp đồng, không bảo hiểm.
    INFORMAL_WORKER = "informal_worker"


class Availability(StrEnum):
    """Người lao động có đang sẵn sàng được giới thiệu hay không."""

    AVAILABLE = "available"
    PAUSED = "paused"
    PLACED = "placed"


class EmploymentStatus(StrEnum):
    """Tình trạng việc làm theo thời gian (NQ 06, III.3d-3)."""

    SEEKING = "seeking"
    WORKING = "working"
    OUT_OF_WORK = "out_of_work"
    TRAINING = "training"
    ABROAD = "abroad"
    INACTIVE = "inactive"


class StatusSource(StrEnum):
    """Nguồn của một dòng tình trạng việc làm."""

    DECLARED = "declared"
    PLACEMENT = "placement"
    REGISTER = "register"


class Sex(StrEnum):
    """Giới tính, chỉ để thống kê; không bao giờ dùng để chấm điểm."""

    FEMALE = "female"
    MALE = "male"
