/** The {@code filetao} command: its entry point, its conventions, and one sub-package per group of commands. */
@NullMarked
package io.filetao.cli;

import org.jspecify.annotations.NullMarked;
