package io.filetao.common.client;

import io.filetao.common.cid.Cid;
import org.jspecify.annotations.Nullable;

/**
 * A file as an API node offers it.
 *
 * @param size bytes as stored
 * @param name as sent with the file, null when none was or when it is inside the payload
 * @param payload of the caller's claim, null when there is none: the file was stored as sent, or by somebody else
 */
public record RemoteFile(
        Cid cid, long size, @Nullable String name, String contentType, @Nullable String payload) {}
