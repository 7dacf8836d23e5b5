package io.filetao.common.chain.local;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;

/**
 * A call with everything that its signature must cover.
 *
 * @param genesis hash of block 0, so that a transaction of one chain is worth nothing on another
 * @param nonce greater than every earlier one of the same signer; clients use nanoseconds since 1970
 */
record Transaction(Hash genesis, Ss58Address signer, long nonce, Call call) {}
