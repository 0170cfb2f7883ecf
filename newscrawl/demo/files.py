"""Bytes of attachments, images and other things that are no HTML: small, whole, and the same every time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from newscrawl.demo.post import File

_EPOCH = (2025, 1, 1, 0, 0, 0)  # zip members carry a time; a fixed one keeps the bytes the same


def png(serial: int) -> bytes:
    """An 8×8 picture of one colour, which the serial chooses."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colour = bytes((serial * 37 % 256, serial * 59 % 256, serial * 83 % 256))
    lines = b"".join(b"\0" + colour * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def pdf() -> bytes:
    """A document of one empty page that readers open."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def _zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, _EPOCH), "demo")
    return buffer.getvalue()


_KINDS = {
    "png": ("image/png", png(1)),
    "jpg": ("image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9"),
    "pdf": ("application/pdf", pdf()),
    "hwp": ("application/x-hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "hwpx": ("application/hwp+zip", _zipped("mimetype")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _zipped("xl/workbook.xml")),
    "zip": ("application/zip", _zipped("demo.txt")),
    "txt": ("text/plain", "자료\n".encode()),
}


def file_bytes(file: File, serial: int) -> tuple[str, bytes]:
    """Content type and bytes of an attached file: it begins as its kind does, and is as long as the page says."""
    kind = file.name.rpartition(".")[2].lower()
    content_type, start = _KINDS.get(kind, ("application/octet-stream", b""))
    return content_type, (start + serial.to_bytes(8)).ljust(file.size, b"\0")[: file.size]
