/** JSON-RPC with a Substrate node over a WebSocket that is opened again whenever it breaks. */
@NullMarked
package io.filetao.common.chain.rpc;

import org.jspecify.annotations.NullMarked;
