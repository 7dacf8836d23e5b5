/** What a file's bytes are known by besides their CID: a Merkle root that proves any part of them. */
@NullMarked
package io.filetao.common.content;

import org.jspecify.annotations.NullMarked;

