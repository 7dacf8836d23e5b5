package io.filetao.api.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list that comes in pages. */
public record PageView<T>(
        List<T> items,
        @Schema(description = "Cursor of the next page; null on the last.") @Nullable String next) {

    /** All there is, on one page: a subnet has at most a few hundred neurons. */
    public static <T> PageView<T> whole(List<T> items) {
        return new PageView<>(items, null);
    }
}
