"""Three sets of our own: titles that without marks could be two, titles of no trade, titles of a plain trade.

Every second title was looked at while rules and constants were chosen, the others were only counted. The floors stand
a little below what the others reach.
"""

import pytest

from app.core.text import fold
from tests.matching.titles.test_resolver import titles

UNMARKED = """
8153|7531: may quan ao; 7531: may ao dai; 7531|8153: may do; 8153|7531: may gia cong; 7531|8153: may gia cong tai
nha; 7531|8153|7534: may rem cua; 7531|8153: may man; 8153|7531|7534: may chan ga goi; 8153|7533|8156: may non; may
mu; 8153: may quan jean; may do lot; may vo; 8153|8156: may gang tay; 8153: may bao; may bao bi; 8153|7531: may mac;
8153: may cong nghiep; cn may 1 kim; cong nhan may 2 kim; tho may cong nghiep; 7531: tho may ao cuoi; tho may do nu;
tho may vest nam; tho may ao dai; 8153: cn may gia cong; 8153|7531: nv may mau; may mau; 8153|8156: cong nhan may
tui; cong nhan may balo; 8156|8153: may giay; cong nhan may mu giay; cn may giay da; 8156: may giay the thao;
8153|7534: cong nhan may nem; 7534|8153: may nem ghe; 7534: tho may ghe sofa; 8152: may det; cn may det; 7322: cong
nhan may in; cn chay may in; van hanh may in offset; 7532|7223|8143|8189: van hanh may cat; 7532: cong nhan chay may
cat vai; 8142: cn van hanh may ep nhua; cong nhan dung may ep nhua; 8160|8142: dung may ep dau; 7223: dung may tien;
tho may tien; tho may phay; cn may phay cnc; chay may cnc; 7523|7223: cong nhan may bao; 7523: tho may bao go;
8172|7523: cn may cua; 8172: van hanh may cua long; 7531|8153|7233: tho may; 7233: tho sua may; 7233|7231: tho sua
may no; 7233: sua may bom nuoc; sua may may cong nghiep; sua chua may may; 7412|7127|7421: tho sua may giat; 7422:
sua may vi tinh; 7422|3512: sua may tinh; 7421|7422: sua may in; 7127: sua may lanh; ky thuat may lanh; 7127|9129:
ve sinh may lanh; 7127: lap dat may lanh; 7233: bao tri may moc; bao tri may may; 7231: tho may oto; tho may xe;
7412|7233: tho dien may; 7412|7421|5223: dien may; 3151: may truong tau ca; 3151|7233: tho may tau ca; tho may tau
thuy; 8341: lai may cay; 8342: lai may xuc; lai may ui; 8341: lai may keo; lai may gat; 8342: tai xe may dao; van
hanh may dao; 3131|8182|7412: van hanh may phat dien; 3131|7412: van hanh may bien ap; 8182|8189|3139: van hanh may
nen khi; 8183: van hanh may dong goi; cong nhan may dong goi; dung may dong bao; 8160: dung may xay xat; van hanh
may say lua; chay may xay lua; 8142|8143: cong nhan may lang mang; 8142: van hanh may thoi chai; 8151: dung may soi;
cong nhan may soi; cn may keo soi; dung may danh ong; 8153: dung may theu; cn may theu vi tinh; 8157: van hanh may
giat cong nghiep; 8154: cn may nhuom; 8171: van hanh may xeo giay; 7223: van hanh may dot dap; 7223|8142: cn dung
may dap; 8114: van hanh may tron be tong; 8112: van hanh may nghien da; 8113|7223: van hanh may khoan; 8142: van
hanh may dun; 8143: cong nhan may cat giay; 7223: tho may cat kim loai; 7212|8212: cn may han; 3122: truong chuyen
may; to truong to may; 1321|3122: quan doc phan xuong may; quan doc may; 7543: qc may; kcs may;
3119|3115|7531|2141|3122: ky thuat chuyen may; 2320|2359: giao vien day may; day nghe may; 2163|2144: thiet ke may;
8211: lap rap may bom; lap rap xe may; 7231: sua xe may; 9122: rua xe may; 5414|9629: giu xe may; 5223|3322: ban may
cay; 5223|5211: ban quan ao may san; 7223: tho tien; tien cnc; cn tien; 5230|4214: thu tien; 4214|9623: thu tien
dien; thu tien nuoc; 5230|4214: nhan vien thu tien; 4211|4212: dem tien; 7535|8156|7123|7132|7131|7411: tho dan;
8156|7536: dan de giay; 7317: dan lat; dan gio tre; 7318: cong nhan dan luoi; 9321|8143: cn dan hop giay; 7131: dan
giay dan tuong; 9321: dan nhan; 7317: dan luc binh; 7411|7412: tho dien; 2655: dien vien; 7127: dien lanh;
8212|7421: dien tu; 4223: dien thoai vien; 9214|9211: cat co; 9211|9214: cat co cao su; 7532: cong nhan cat;
8111|9311: khai thac cat; 8350: lai ghe cat; 9312|9313|9333|8342: xuc cat; 5141: cat toc; cat toc nam; 7125|7315:
tho cat kinh; 7212|7213|7214|7223: cat sat; 8156|7536: cn cat da giay; tho giay; 8171|8143|8156: san xuat giay;
7536: sua giay; 9510: danh giay; 8143: san xuat giay carton; 8171: cn xeo giay; 5223|5221: ban giay dep; 7213|7522:
tho go; 7212|7213: go han; 7213: tho go ton; 8156|7536: go mui giay; 7522|7523|8172|8156: cn go; 8172: cua go;
9333|9215|8332: van chuyen go; 7413|8121: tho keo; 7512|8160|8131: lam keo; 7512|8160: san xuat keo dua; 6210: trong
keo; 7512|8131|8160: nau keo; 8156: quet keo giay; 6222|6223: keo luoi; 8151: keo soi; 7131|7132: tho son; 7132: son
go; 7131: son nuoc; 5142: son mong tay; 7132: tho son xe; 7132|8122: son tinh dien; 9121|8157: la ui; cn la; la hoi;
cong nhan la hang; 9211|9321: gap la; 7212: han xi; 7212|7223: han tien; 7212: han the; cn han; 8212: han bo mach;
7212: tho han tau; 5414: bao ve; 2132|3142: bao ve thuc vat; 2132: ky su bao ve thuc vat; 5223|5221: ban thuoc bao
ve thuc vat; 6221: nuoi ca; 6122: nuoi ga; 2652: ca si; 5120: nau com; 6222: cau ca; 8343: lai cau;
2142|7119|9312|8342|3112: cau duong; 7522|7115: tho moc; 8156|8152: moc lo; 5212|5211: ban banh mi; 8322: lai xe ban
tai; 5230: thu ngan; 4321: thu kho; 4120: thu ky; 2250|3240: thu y; 2330|3423: the duc; 2330|3423|2341: day the duc;
5321|5322: ho ly; 7112|7111: tho ho; 9333: boc hang; 7511: boc vo tom; 8342: muc; 7511: boc muc; 8342: xe muc;
7511|8160: phoi muc; 7221|7223: lam moc xich; 2412|5244|3322: tu van; 6112|6111: trong dua; 6123|6210: bo trung;
8114|7114|8189: duc be tong; 7211|8121: duc gang; 9211|6112: hai qua; 3351: hai quan; 5412: cong an; 0310|0210|0110:
bo doi
"""
"""Accepted codes before the first of the titles that share them."""

NO_TRADE = """
công nhân; nhân viên; lao động; người lao động; công nhân viên; lao động phổ thông tự do; bộ phận kho vận chưa rõ
việc; bộ phận hoàn thành chưa phân công; bộ phận sản xuất; bộ phận A; bộ phận 3; phòng ban khác; bộ phận văn phòng
chưa rõ; phân xưởng 1; xưởng 3; tổ 5; chuyền 12; ca đêm; ca ngày; ca 3 xưởng 2; nội trợ gia đình; làm nội trợ; ở nhà
nội trợ; ở nhà; đang ở nhà; ở nhà trông con; ở nhà chăm con; không đi làm; thất nghiệp; đang thất nghiệp; thất
nghiệp tạm thời; sinh viên năm cuối; sinh viên; học sinh lớp 12; học sinh; đang đi học; sinh viên đại học an giang;
mới tốt nghiệp đại học; vừa tốt nghiệp; mới ra trường chưa có việc; chờ việc; đang tìm việc làm; đang chờ việc; tìm
việc phù hợp; cần tìm việc làm; muốn tìm việc gần nhà; chưa có nghề; chưa có nghề nghiệp ổn định; không nghề nghiệp;
không có việc; nghỉ hưu; về hưu; hưu trí; cán bộ hưu trí; nghỉ thai sản; nghỉ sinh; nghỉ ốm; mất sức lao động; bộ
đội xuất ngũ; mới xuất ngũ; công ty tnhh samho; công ty cổ phần nam việt; công ty tnhh mtv lộc trời; cty cp xnk thủy
sản; công ty giày; nhà máy gạo; xí nghiệp đông lạnh 7; cty may; công ty tnhh an giang; doanh nghiệp tư nhân hoàng
yến; kcn bình hòa; khu công nghiệp bình long; làm ở kcn; đi làm công ty giày; làm cho công ty nước ngoài; công nhân
công ty; công nhân nhà máy; công nhân xí nghiệp; nhân viên công ty; nhân viên nhà máy; làm thuê làm mướn; làm mướn;
ai mướn gì làm nấy; làm thuê tự do; làm tự do; nghề tự do; lao động tự do; lao động thời vụ; công nhân thời vụ; nhân
viên thời vụ; cộng tác viên; thực tập sinh; học việc; công nhân học việc; thử việc; nhân viên thử việc; lao động
chính thức; hợp đồng 1 năm; bậc 3/7; trình độ 12/12; tốt nghiệp thpt; trung cấp; cao đẳng nghề; đại học; không yêu
cầu; không yêu cầu kinh nghiệm; không kinh nghiệm; chưa có kinh nghiệm; có kinh nghiệm; tùy công ty sắp xếp; làm gì
cũng được; việc nhẹ; việc nhẹ lương cao; việc gì cũng làm; theo sự phân công; công việc khác; nghề khác; khác; không
rõ; chưa xác định; nhân viên chính thức; công nhân chính; thợ chính; thợ phụ; phụ việc; người phụ việc; kỹ sư; kỹ
thuật viên; nhân viên kỹ thuật; cán bộ; viên chức nhà nước; công chức; chuyên viên; đi xuất khẩu lao động; xuất khẩu
lao động nhật bản; lao động ở nước ngoài; đi làm ở bình dương; làm ở sài gòn; buôn; nam 25 tuổi; nữ công nhân; nam
công nhân; tuyển công nhân nam nữ; cần tuyển lao động phổ thông; lđpt nam; cn nữ; cnsx ca đêm; cn sản xuất xưởng 4;
cn trực tiếp; lao động trực tiếp; lao động gián tiếp; khối văn phòng; khối sản xuất; khối gián tiếp; nhân viên mới;
công nhân mới; không; không có; chưa; n/a; nguyễn thị lan; trần văn hùng; lê minh tuấn; 0918 234 567; an giang; châu
đốc; abc; xyz; aaa; công nhân bậc 4
"""

TRADE = """
thợ hàn; thợ xây; thợ mộc; bảo vệ; kế toán; tài xế; giúp việc gia đình; nấu ăn; phụ bếp; bán hàng; thợ hàn que; thợ
tiện phay; thợ điện nước; thợ nhôm kính; thợ sắt; thợ sơn; thợ hồ; thợ bạc; thợ kim hoàn; thợ cắt tóc; công nhân may
giày; công nhân lạng da; công nhân dán đế; công nhân quét keo; công nhân đóng bao; công nhân cấp đông; công nhân
nhặt xương; công nhân phân cỡ tôm; công nhân ép gỗ; công nhân chà bóng gạo; công nhân vận hành xe nâng; công nhân lò
hơi; công nhân vệ sinh; công nhân cây xanh; công nhân môi trường; công nhân cầu đường; công nhân xây dựng; công nhân
cơ khí; công nhân điện; công nhân bốc xếp; nhân viên kho vật tư; nhân viên lái xe; nhân viên văn thư; nhân viên lễ
tân; nhân viên thu mua; nhân viên giao nhận; nhân viên bếp; nhân viên y tế; nhân viên tổng đài; nhân viên tiếp thị;
kỹ sư cơ điện; kỹ sư hóa; kỹ sư phần mềm; kỹ sư thủy lợi; kỹ sư chế biến; kỹ thuật viên xét nghiệm; kỹ thuật viên
máy tính; kỹ thuật viên ô tô; kỹ thuật viên điện lạnh; y tá; giáo viên tiểu học; giáo viên tiếng anh; giáo viên thể
dục; hiệu trưởng; trưởng phòng kinh doanh; giám đốc tài chính; phó giám đốc sản xuất; tổ trưởng may; chuyền trưởng;
quản đốc xưởng; trồng lúa; trồng rau; chăn nuôi; nuôi cá lồng bè; nuôi bò; làm ruộng; làm rẫy; làm vườn; đánh cá;
cạo mủ; buôn bán nhỏ; bán vé số; bán cơm; chạy xe ôm công nghệ; chạy grab; thợ sửa xe máy; thợ sửa điện thoại; thợ
sửa tủ lạnh; thợ máy tàu; thợ đóng ghe; thêu tay; đan lát; dệt chiếu; dệt thổ cẩm; làm nón lá; làm bánh tráng; làm
mắm; nấu đường thốt nốt; làm khô cá; làm nhang; ủi đồ; cắt chỉ; vắt sổ; kiểm hàng; đóng gói; xếp hộp; dán nhãn; cân
hàng; bốc vác; quét rác; kcs; qc; qa; cnc; marketing; it; telesales; shipper; pg; nail; lắp ráp điện tử; hàn chip;
cắm linh kiện; quấn mô tơ; quấn dây đồng; đúc gang; mạ kẽm; xi mạ; phun cát; sơn tĩnh điện; thổi túi ni lông; ép đế;
cán cao su; lưu hóa; trộn keo; pha màu; nhuộm; in lưới; cắt laser; dập tôn; điều dưỡng; hộ lý; dược sĩ; bác sĩ răng
hàm mặt; xét nghiệm; lái tàu; thủy thủ; thuyền trưởng; lái đò; phụ xe buýt; ca sĩ; mc đám cưới; nhiếp ảnh; quay
phim; thiết kế nội thất; in ấn; photocopy; đánh máy; nhập liệu; thống kê
"""


def listed(text: str) -> list[str]:
    return [" ".join(title.split()) for title in text.split(";")]


def unmarked() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for item in listed(UNMARKED):
        codes, colon, title = item.rpartition(": ")
        found.append((title, codes.split("|") if colon else found[-1][1]))
    return found


@pytest.mark.parametrize(("half", "first", "five"), [(0, 0.90, 0.96), (1, 0.87, 0.96)], ids=["tuned", "untuned"])
def test_titles_without_marks_are_read_by_their_neighbours(half: int, first: float, five: float) -> None:
    rows = unmarked()[half::2]
    assert len(rows) > 100
    answers = [([match.code for match in titles().resolve(title).matches], codes) for title, codes in rows]
    assert sum(found[:1] != [] and found[0] in codes for found, codes in answers) >= first * len(rows)
    assert sum(any(code in codes for code in found) for found, codes in answers) >= five * len(rows)


@pytest.mark.parametrize("marks", [True, False], ids=["with marks", "without"])
@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "untuned"])
def test_no_trade_is_asked_about_and_a_plain_trade_is_not(half: int, marks: bool) -> None:
    def asked(text: str) -> float:
        rows = [title if marks else fold(title) for title in listed(text)[half::2]]
        return sum(titles().resolve(title).ask for title in rows) / len(rows)

    assert asked(NO_TRADE) >= 0.95
    assert asked(TRADE) <= 0.03
