/** The list of stored files that a user keeps on their own machine. */
@NullMarked
package io.filetao.cli.filelist;

import org.jspecify.annotations.NullMarked;
