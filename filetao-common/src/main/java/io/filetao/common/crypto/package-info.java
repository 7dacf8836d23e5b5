/** Hashes, key derivation, ciphers and signature schemes; nothing here knows what they are used for. */
@NullMarked
package io.filetao.common.crypto;

import org.jspecify.annotations.NullMarked;
