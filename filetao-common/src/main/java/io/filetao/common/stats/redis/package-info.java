/** Standings in Redis. */
@NullMarked
package io.filetao.common.stats.redis;

import org.jspecify.annotations.NullMarked;
