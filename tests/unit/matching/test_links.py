"""One page under several addresses is one link."""

import pytest

from matching.links import canonical


@pytest.mark.parametrize(
    "address",
    [
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=10s",
        "https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ",
        "https://youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_a_video_is_one_link_under_each_of_its_addresses(address: str) -> None:
    assert canonical(address) == "youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize("address", ["https://youtu.be/", "https://www.youtube.com/", "https://youtu.be"])
def test_a_site_of_videos_is_no_video(address: str) -> None:
    assert canonical(address) == ""


def test_different_videos_differ_also_in_the_case_of_a_letter() -> None:
    assert canonical("https://youtu.be/dQw4w9WgXcQ") != canonical("https://youtu.be/dQw4w9WgXcq")
