/** How well a file stands: which of its shards are proven, and how far it is from being lost. */
@NullMarked
package io.filetao.common.health;

import org.jspecify.annotations.NullMarked;
