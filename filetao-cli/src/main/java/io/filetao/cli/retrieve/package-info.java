/** The commands that list files and bring them back. */
@NullMarked
package io.filetao.cli.retrieve;

import org.jspecify.annotations.NullMarked;
