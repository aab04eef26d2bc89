"""Names that break pages: each must be shown as written, run nothing, and leave the map drawing."""

from __future__ import annotations

HOSTILE = (
    "A {{ 7*7 }} B",
    "{% raw %}{{7*7}}",
    "{{ 1/0 }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{# ghi chú #} còn lại",
    "một ` dấu",
    "${alert(1)} và ${window.__ran=1}",
    "</script><script>window.__ran=1</script>",
    "<img src=x onerror=window.__ran=1>",
    "<svg onload=window.__ran=1>",
    "\\u003cimg src=x onerror=window.__ran=1\\u003e",
    "\"'><b>đậm</b>",
    "<!-- <script>",
    "&lt;b&gt; &amp; &#123;",
    "javascript:window.__ran=1",
    "\\",
    "\u202eđảo ngược\u202c và \u200fdấu",
    "🚧 Cầu 🌉 👩‍🔧 Bắc Sông Cấm",
    "Đường " + "rất dài " * 625,
    "khôngcókhoảngtrắng" * 40,
    "Khu tái định cư Hoa Động, Lâm Động ĐTXD Ð đ ỗ ữ ặ",
)
