/** The file index in Redis: scripts for the truth, an outbox for what is derived from it. */
@NullMarked
package io.filetao.common.index.redis;

import org.jspecify.annotations.NullMarked;
