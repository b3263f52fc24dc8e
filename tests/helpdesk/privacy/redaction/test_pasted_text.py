"""Settings, logs and commands pasted into a ticket: what is a value of its own, and what only names or stands for one."""

import pytest

from helpdesk.privacy.redaction.redact import first_come, redact

UUID = "c81f5e0a-2b9d-4e67-b3f4-9d7a6e1c0852"
HEX = "3f9a1c7be04d52886a1f0c9de77b4a5512cd90ef"


def hidden(text: str) -> str:
    return redact(text, number=first_come()).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"role_id   {UUID[::-1]}\nsecret_id {UUID}", f"role_id   {UUID[::-1]}\nsecret_id ⟦token 1⟧"),
        ("PHP_AUTH_USER staging\nPHP_AUTH_PW V3lvet-otter!1140", "PHP_AUTH_USER staging\nPHP_AUTH_PW ⟦password 1⟧"),
        (f'the X-API-Key "{UUID}" fails', 'the X-API-Key "⟦token 1⟧" fails'),
        (
            f"url = https://{HEX}:x-oauth-basic@git.example/site.git",
            "url = https://⟦connection-string 1⟧:x-oauth-basic@git.example/site.git",
        ),
        (f"https://chat.shop.example/hooks/{HEX[:26]}", "https://chat.shop.example/hooks/⟦token 1⟧"),
        ("in,6,tcp,40,147.185.133.20,80.94.26.7,4122", "in,6,tcp,40,⟦ip 1⟧,⟦ip 2⟧,4122"),
        ("من 156.213.90.144 و45.246.187.6", "من ⟦ip 1⟧ و⟦ip 2⟧"),
        (
            "Server=db;Password=t3Ladder^Oat;Encrypt=True;Timeout=30",
            "Server=db;Password=⟦token 1⟧;Encrypt=True;Timeout=30",
        ),
        ('{"pan":"4111111111111111","exp":"2029-04"}', '{"pan":"⟦card 1⟧","exp":"⟦card 2⟧"}'),
        ("card\n4111 1111\n1111 1111\nplease", "card\n⟦card 1⟧\nplease"),
        ("NIC with address 3c:ec:ef:19:04:d2 flaps every 90 s", "NIC with address ⟦mac 1⟧ flaps every 90 s"),
        ("اتصلوا 70/318 442 مساء", "اتصلوا ⟦phone 1⟧ مساء"),
        ("Turkish id 10000000146 of mine", "Turkish id ⟦national-id 1⟧ of mine"),
        ("Regards,\n\nF. Haldane", "Regards,\n\n⟦name 1⟧"),
    ],
)
def test_a_value_is_hidden_and_its_surroundings_are_not(text, expected):
    assert hidden(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "MARIADB_ROOT_PASSWORD: ${DB_PASSWORD}\nMARIADB_DATABASE: forum",
        "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/db_root in the image of MySQL",
        "define('DB_PASSWORD', 'ضع_كلمة_المرور_هنا');",
        "proxy_pass http://127.0.0.1:9000;",
        f"Idempotency-Key: {UUID}",
        "expired_keys:90211834",
        'it returns {"code":1006,"errtext":"Permission denied"}',
        "fixed in GHSA-64vr-g452-qvp3, change CHG0094117",
        "sharp is Apache-2.0, libvips LGPL-3.0-or-later",
        "the collation is utf8mb4_unicode_520_ci",
        "deployed at commit 8d41f0e, chmod 0640",
        "calls /usr/local/bin/ea-php74 for admin and password",
        "GRANT for 'report'@'10.11.%' to user",
        "the CIN was issued on 06/05/2019",
        "the backup of 2026-11-24 failed, the one of 16/11/26 did not",
    ],
)
def test_what_names_or_stands_for_a_value_stays_readable(text):
    assert hidden(text) == text
