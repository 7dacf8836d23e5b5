/** Rebuilding the index from what the miners hold. */
@NullMarked
package io.filetao.validator.reindex;

import org.jspecify.annotations.NullMarked;
