/** Content identifiers: the self-describing digests by which users name their files. */
@NullMarked
package io.filetao.common.cid;

import org.jspecify.annotations.NullMarked;
