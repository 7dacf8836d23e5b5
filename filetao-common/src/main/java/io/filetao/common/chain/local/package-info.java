/** A small chain for development: the same port as a real subtensor node, served over HTTP by one process. */
@NullMarked
package io.filetao.common.chain.local;

import org.jspecify.annotations.NullMarked;
