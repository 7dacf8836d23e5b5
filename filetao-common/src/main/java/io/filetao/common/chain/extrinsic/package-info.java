/** Signed calls: what is signed and sent, and what became of it. */
@NullMarked
package io.filetao.common.chain.extrinsic;

import org.jspecify.annotations.NullMarked;
