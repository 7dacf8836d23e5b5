/** Looks at the chain, takes a place on it, runs a local one. */
@NullMarked
package io.filetao.cli.chain;

import org.jspecify.annotations.NullMarked;
