/** The newest events, as Redis keeps them for readers. */
@NullMarked
package io.filetao.common.event.redis;

import org.jspecify.annotations.NullMarked;
