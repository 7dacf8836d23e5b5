/** Known miners, how many shards a file gets, and which miners get them. */
@NullMarked
package io.filetao.common.network;

import org.jspecify.annotations.NullMarked;
