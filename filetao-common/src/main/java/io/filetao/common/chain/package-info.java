/** What the network reads from and writes to the chain, behind one port. */
@NullMarked
package io.filetao.common.chain;

import org.jspecify.annotations.NullMarked;
