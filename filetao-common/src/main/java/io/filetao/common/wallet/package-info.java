/** Bittensor identities: keys, SS58 addresses, mnemonics, keyfiles, signatures. */
@NullMarked
package io.filetao.common.wallet;

import org.jspecify.annotations.NullMarked;
