"""Keys that begin as one provider's do."""

import re2

PREFIXED = re2.compile(
    r"\b(?:(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,20}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{16,}|"
    r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|"
    r"AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]{16,})?|key-[0-9a-f]{24,}|"
    r"do[opr]_v1_[0-9a-f]{40,}|npm_[A-Za-z0-9]{20,}|pypi-[A-Za-z0-9_-]{16,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,}|hf_[A-Za-z0-9]{20,}|EAA[A-Za-z0-9]{30,}|whsec_[A-Za-z0-9+/=]{16,}|"
    r"hvs\.[A-Za-z0-9_-]{20,}|dckr_pat_[A-Za-z0-9_-]{20,}|sq0[a-z]{3}-[A-Za-z0-9_-]{20,}|EAAA[A-Za-z0-9_-]{30,}|cfut_[A-Za-z0-9_-]{20,}|rnd_[A-Za-z0-9]{20,}|"
    r"lin_api_[A-Za-z0-9]{20,}|secret_[A-Za-z0-9]{24,}|ntn_[A-Za-z0-9]{20,}|PMAK-[A-Za-z0-9-]{20,}|tfp_[A-Za-z0-9_-]{20,}|sntrys_[A-Za-z0-9_=/+-]{20,}|glsa_[A-Za-z0-9_]{20,}|"
    r"phc_[A-Za-z0-9]{20,}|rpa_[A-Za-z0-9]{20,}|hcloud_[A-Za-z0-9]{20,}|re_[A-Za-z0-9_]{16,}|xkeysib-[a-f0-9]{20,}[A-Za-z0-9-]*|AC[0-9a-f]{32}|SK[0-9a-f]{32}|[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}|AGE-SECRET-KEY-1[A-Z0-9]{20,})"
)
