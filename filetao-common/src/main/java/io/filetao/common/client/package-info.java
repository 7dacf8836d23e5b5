/** What a user's program needs: encryption under the coldkey, the payload that carries the key, and the HTTP client of the API. */
@NullMarked
package io.filetao.common.client;

import org.jspecify.annotations.NullMarked;
