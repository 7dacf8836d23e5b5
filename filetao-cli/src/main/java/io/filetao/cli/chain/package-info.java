/** Runs the local chain. */
@NullMarked
package io.filetao.cli.chain;

import org.jspecify.annotations.NullMarked;
