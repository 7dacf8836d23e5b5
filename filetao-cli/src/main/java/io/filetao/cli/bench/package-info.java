/** Measures how fast files go in and out, beside the work that nobody could leave out. */
@NullMarked
package io.filetao.cli.bench;

import org.jspecify.annotations.NullMarked;
