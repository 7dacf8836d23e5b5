/** Reed-Solomon coding of segments in stripes: any k of n shards give the bytes back. */
@NullMarked
package io.filetao.common.erasure;

import org.jspecify.annotations.NullMarked;
