def test_somebody_signed_in_reaches_my_page(make):
    assert make.browser().get("/my").status_code == 200
