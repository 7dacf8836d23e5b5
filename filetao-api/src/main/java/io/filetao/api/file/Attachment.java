package io.filetao.api.file;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How a browser is told to keep a file and not to show it (RFC 6266). */
final class Attachment {

    private Attachment() {}

    /** A Content-Disposition with the name in both spellings: plain ASCII for old clients, and exact. */
    static String disposition(@Nullable String name) {
        if (name == null) {
            return "attachment";
        }
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .map(point ->
                        point < ' ' || point > '~' || "\"\\%/".indexOf(point) >= 0 ? '_' : point)
                .forEach(ascii::appendCodePoint);
        String exact = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
    }
}
