"""Groups that the plans and the law give priority when people are introduced to work."""

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
