/** The chain port spoken with a real subtensor node. */
@NullMarked
package io.filetao.common.chain.subtensor;

import org.jspecify.annotations.NullMarked;
