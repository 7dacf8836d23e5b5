/** Work that recurs with the chain's blocks, once for all replicas together. */
@NullMarked
package io.filetao.validator.chore;

import org.jspecify.annotations.NullMarked;
