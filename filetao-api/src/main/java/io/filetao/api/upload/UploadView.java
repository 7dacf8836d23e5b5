package io.filetao.api.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.filetao.api.claim.StoredFileView;
import io.filetao.common.index.PendingUpload;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An upload as it stands. */
@Schema(name = "Upload", description = "A file that comes in over several requests.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(
        @Schema(
                        description = "Identifier of the upload.",
                        example = "9f3a61c2d4e84b0fa1c7de5520b8146e")
                String id,
        @Schema(
                        description =
                                "Bytes of the whole file; absent while its sender has not said.",
                        example = "209715200")
                @Nullable Long length,
        @Schema(description = "Bytes that miners hold and have proven.", example = "134217728")
                long offset,
        @Schema(
                        description =
                                "When the upload is given up, unless more comes before; when it is"
                                        + " forgotten, once the file is stored.",
                        example = "2026-12-22T10:15:30Z")
                Instant expiresAt,
        @Schema(description = "The file, once it is stored.") @Nullable StoredFileView file) {

    static UploadView of(PendingUpload upload, @Nullable StoredFileView file) {
        return new UploadView(
                upload.id(),
                upload.length().isPresent() ? upload.length().getAsLong() : null,
                upload.offset(),
                upload.expiresAt(),
                file);
    }
}
