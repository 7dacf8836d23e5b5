/** Commands about one file: how well it stands, and proofs of that. */
@NullMarked
package io.filetao.cli.file;

import org.jspecify.annotations.NullMarked;
