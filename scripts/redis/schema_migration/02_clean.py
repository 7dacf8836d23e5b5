#!/usr/bin/env python3
"""Removes what a conversion has left: `filetao admin clean-schema` under its former name."""

import os
import sys

filetao = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "filetao")
os.execv(filetao, [filetao, "admin", "clean-schema", *sys.argv[1:]])
