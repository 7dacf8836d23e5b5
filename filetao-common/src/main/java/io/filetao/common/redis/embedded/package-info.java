/** A real Redis server that a program starts, owns and ends: the default on a single machine. */
@NullMarked
package io.filetao.common.redis.embedded;

import org.jspecify.annotations.NullMarked;
