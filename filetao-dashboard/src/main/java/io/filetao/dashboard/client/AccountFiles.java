package io.filetao.dashboard.client;

import io.filetao.dashboard.client.Reports.FileHealth;
import io.filetao.dashboard.client.Reports.FileList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person's files, read with that person's own token, which is kept nowhere. Calls block the calling virtual thread and throw
 * {@link ApiAwayException} when there is no usable answer.
 */
public final class AccountFiles {

    private static final int PAGE = 100;
    private static final Pattern CID = Pattern.compile("b[a-z2-7]{20,100}");

    private final ApiClient api;

    AccountFiles(ApiClient api) {
        this.api = api;
    }

    /** Whether a text can be a file's identifier. */
    public static boolean isCid(String text) {
        return CID.matcher(text).matches();
    }

    /** A page of the account's files, newest first. */
    public FileList list(String authorization, @Nullable String cursor) {
        String from =
                cursor == null
                        ? ""
                        : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        return this.api.get("/api/v1/files?limit=" + PAGE + from, authorization, FileList.class);
    }

    /** How a file stands, shard by shard. */
    public FileHealth health(String authorization, String cid) {
        if (!isCid(cid)) {
            throw new ApiAwayException("That is not a file's identifier.", 404);
        }
        return this.api.get("/api/v1/files/" + cid + "/health", authorization, FileHealth.class);
    }
}
