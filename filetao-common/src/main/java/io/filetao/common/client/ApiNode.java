package io.filetao.common.client;

import io.filetao.common.wallet.Ss58Address;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The users' entry node of a validator.
 *
 * @param url base address, such as {@code https://api.example.org}
 * @param hotkey of its validator, to whom requests are addressed; null when it is not known
 */
public record ApiNode(URI url, @Nullable Ss58Address hotkey) {

    /** A node of which only the address is known. */
    public static ApiNode at(URI url) {
        return new ApiNode(url, null);
    }
}
