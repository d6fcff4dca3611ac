"""Phrases for the language model."""

from gazetteer.building.words import name_phrases


def test_phrases_carry_their_places_and_weights() -> None:
    phrases = dict(name_phrases())
    commune = phrases["xã Quang Lãng huyện Phú Xuyên thành phố Hà Nội"]
    assert phrases["thành phố Hà Nội"] > phrases["huyện Phú Xuyên thành phố Hà Nội"] > commune > 0
    assert "huyện Phú Xuyên tỉnh Hà Tây" in phrases
    assert {"Trường tiểu học Quang Lãng", "THPT Cao Bá Quát - Quốc Oai"} <= phrases.keys()
    assert {"Ủy ban nhân dân tỉnh", "Bộ Giáo dục và Đào tạo"} <= phrases.keys()
    assert all(weight > 0 for weight in phrases.values())
