#!/usr/bin/env python3
"""Brings a former database (before 1.5.3) into its later layout: `filetao admin migrate-schema` under its former name."""

import os
import sys

filetao = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "filetao")
os.execv(filetao, [filetao, "admin", "migrate-schema", *sys.argv[1:]])
