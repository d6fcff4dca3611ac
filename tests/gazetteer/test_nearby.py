"""The names of a district's places, for a text that names the district."""

from gazetteer.load import Gazetteer


def test_a_named_district_brings_its_communes(gazetteer: Gazetteer) -> None:
    names = gazetteer.names_near("Phòng GDĐT huyện Mê Linh tổ chức hội thi")
    assert "xã Tiền Phong" in names
    assert len(names) == len(set(names))


def test_the_names_are_found_without_diacritics(gazetteer: Gazetteer) -> None:
    assert "xã Tiền Phong" in gazetteer.names_near("huyen me linh")


def test_no_district_or_too_many_bring_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.names_near("Nhà trường tổ chức họp") == []
    many = "quận Ba Đình, quận Tây Hồ, quận Cầu Giấy, quận Hà Đông, quận Đống Đa, huyện Ba Vì, huyện Mê Linh"
    assert gazetteer.names_near(many) == []


def test_groups_of_a_school_are_known_by_their_letters(gazetteer: Gazetteer) -> None:
    assert gazetteer.names_near("1. To The duc\n- Chu tri") == ["tổ Thể dục"]
    assert gazetteer.names_near("To duc the") == []
