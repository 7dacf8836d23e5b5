/** Checking proofs offline. */
@NullMarked
package io.filetao.cli.verify;

import org.jspecify.annotations.NullMarked;
