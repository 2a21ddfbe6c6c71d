"""Sixty texts that would run as script, or break out of a file, if they were ever taken for more than a text.

Each that can run calls `window.hit(…)`, or opens a dialog, or asks for an address under /hit: a test watches all three.
"""
from __future__ import annotations

PAYLOADS: tuple[str, ...] = (
    # Elements
    "<script>hit(1)</script>",
    "<ScRiPt>hit(2)</sCrIpT>",
    "</title><script>hit(3)</script>",
    "</textarea><script>hit(4)</script>",
    "</style><script>hit(5)</script>",
    "</script><script>hit(6)</script>",
    "<script src=/hit></script>",
    "<script type=module>hit(8)</script>",
    "<img src=x onerror=hit(9)>",
    "<img src=/hit>",
    "<body onload=hit(11)>",
    "<input autofocus onfocus=hit(12)>",
    "<details open ontoggle=hit(13)>",
    "<video><source onerror=hit(14)></video>",
    "<iframe srcdoc='<script>parent.hit(15)</script>'></iframe>",
    "<iframe src=javascript:parent.hit(16)></iframe>",
    "<object data=/hit></object>",
    "<link rel=stylesheet href=/hit>",
    "<meta http-equiv=refresh content='0;url=/hit'>",
    "<base href=/hit/>",
    "<form action=/hit><button autofocus>x</button></form>",
    "<style>@import '/hit';</style>",
    "<div style='background:url(/hit)'>",
    "<template><script>hit(24)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=hit(25)>'>",
    # SVG and MathML
    "<svg onload=hit(26)>",
    "<svg><script>hit(27)</script></svg>",
    "<svg><animate onbegin=hit(28) attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:hit(29)>",
    "<svg><foreignObject><img src=x onerror=hit(30)></foreignObject></svg>",
    "<svg><use href=/hit#x /></svg>",
    "</text></g></svg><script>hit(32)</script>",
    "<a xlink:href=javascript:hit(33)>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=hit(34)>",
    # Addresses
    "javascript:hit(35)",
    "JaVaScRiPt:hit(36)//",
    "java\tscript:hit(37)",
    "data:text/html,<script>hit(38)</script>",
    # Attributes
    '" onmouseover="hit(39)" x="',
    "' onfocus='hit(40)' autofocus tabindex='0",
    '"><script>hit(41)</script>',
    "'><img src=x onerror=hit(42)>",
    "` onclick=hit(43) `",
    "x\" hx-get=\"/hit\" hx-trigger=\"load",
    # Templates and format strings
    "{{ 7 * 7 }}{{ config }}",
    "{% raw %}{{ url_for.__globals__ }}{% endraw %}",
    "${hit(47)}#{hit(47)}<%= hit(47) %>",
    "%(name)s %s %n {0} {0.__class__}",
    # What breaks out of XML
    "]]><script>hit(49)</script><![CDATA[",
    "--><script>hit(50)</script><!--",
    "<!DOCTYPE x [<!ENTITY e SYSTEM '/hit'>]>&e;",
    "&lt;script&gt;hit(52)&lt;/script&gt; &#60;script&#62;",
    "<?xml-stylesheet href='/hit'?>",
    "</data></node><node id='n9'><data key='d0'>x</data></node>",
    # What breaks out of Mermaid, and of a spreadsheet's cell
    '"]; click n1 call hit(55) %%{init: {"securityLevel": "loose"}}%% end',
    '`"]:::x --> n2["#quot;<img src=x onerror=hit(56)>',
    "=HYPERLINK(\"/hit\";\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    # What the eye or a line reader takes for something else
    "\u202etpircs\u202c \ufeff<\u200bscript>hit(59)</script> \u2028hit(59)//",
    "line one\r\n---\r\nflowchart LR\r\nx[\"<script>hit(60)</script>\"]\tend",
)
