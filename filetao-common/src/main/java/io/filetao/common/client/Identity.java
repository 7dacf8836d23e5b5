package io.filetao.common.client;

import io.filetao.common.wallet.Signer;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param hotkey signs every request
 * @param certificate value of the {@code Filetao-Account} header: the coldkey's statement that this hotkey acts for it; null for a
 *     hotkey that is registered on chain
 */
public record Identity(Signer hotkey, @Nullable String certificate) {}
