/** How everything lies in Redis, and the few ways in which the programs talk to it. */
@NullMarked
package io.filetao.common.redis;

import org.jspecify.annotations.NullMarked;
