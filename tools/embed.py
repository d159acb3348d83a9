#!/usr/bin/env python3
"""Write an assembler file that embeds files: embed.py OUT.S ROOT FILE... (names in the table are relative to ROOT)."""
import os, sys

out, root, files = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(out, "w", encoding="utf-8") as f:
    f.write('.section .note.GNU-stack,"",%progbits\n.section .rodata\n')
    for i, path in enumerate(files):
        f.write(f'.balign 64\nvfp_file_{i}:\n.incbin "{os.path.abspath(path)}"\nvfp_file_{i}_end:\n.byte 0\n')
        f.write(f'vfp_name_{i}:\n.asciz "{os.path.relpath(path, root)}"\n')
    f.write('.section .data.rel.ro,"aw"\n.balign 8\n.globl vfp_embedded\n.hidden vfp_embedded\nvfp_embedded:\n')
    for i in range(len(files)):
        f.write(f".quad vfp_name_{i}, vfp_file_{i}, vfp_file_{i}_end\n")
    f.write(".quad 0, 0, 0\n")
