package io.filetao.api.file;

import io.filetao.common.index.FilePage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of an account's files. */
@Schema(name = "FileList", description = "One page of the account's files, newest first.")
record FileListView(
        List<Item> items,
        @Schema(description = "Cursor of the next page; null on the last.") @Nullable String next) {

    static FileListView of(FilePage page) {
        return new FileListView(page.items().stream().map(Item::of).toList(), page.next());
    }

    /** A file and the account's claim on it. */
    @Schema(name = "FileListItem", description = "A file and the account's claim on it.")
    record Item(
            @Schema(example = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu")
                    String cid,
            @Schema(description = "Bytes as stored.", example = "3") long size,
            @Schema(description = "Name sent with the file; null when it is in the payload.")
                    @Nullable String name,
            @Schema(example = "application/octet-stream") String contentType,
            @Schema(description = "Filetao-Payload as sent with the file, null without one.")
                    @Nullable String payload,
            Instant createdAt,
            Instant expiresAt) {

        static Item of(FilePage.Entry entry) {
            return new Item(
                    entry.cid(),
                    entry.size(),
                    entry.claim().name(),
                    entry.claim().contentType(),
                    entry.claim().payload(),
                    entry.claim().createdAt(),
                    entry.claim().expiresAt());
        }
    }
}
