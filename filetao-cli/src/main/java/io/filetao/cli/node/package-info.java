/** Runs the programs of the network: {@code miner run}, {@code validator run}, {@code api run}, {@code dashboard run}. */
@NullMarked
package io.filetao.cli.node;

import org.jspecify.annotations.NullMarked;
