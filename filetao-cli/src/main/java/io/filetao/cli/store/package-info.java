/** The commands that store files. */
@NullMarked
package io.filetao.cli.store;

import org.jspecify.annotations.NullMarked;
