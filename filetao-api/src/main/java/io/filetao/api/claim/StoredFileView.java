package io.filetao.api.claim;

import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;
import io.filetao.common.wallet.Ss58Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** The acknowledgement of a stored file. */
@Schema(name = "StoredFile", description = "The network holds the file and has proven it.")
public record StoredFileView(
        @Schema(
                        description =
                                "Identifier of the bytes as sent: CID v1, raw, SHA-256, base32.",
                        example = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu")
                String cid,
        @Schema(description = "Bytes as sent.", example = "3") long size,
        @Schema(description = "Number of segments of at most 64 MiB.", example = "1") int segments,
        @Schema(
                        description = "Merkle root over the bytes as sent, 64 hexadecimal digits.",
                        example =
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                String contentRoot,
        @Schema(description = "When this account's claim ends.", example = "2026-12-22T10:15:30Z")
                Instant expiresAt,
        @Schema(
                        description = "Hotkeys of the validators that index the file.",
                        example = "[\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"]")
                List<String> hotkeys) {

    /** What is said of a file that stands and of one claim on it. */
    public static StoredFileView of(FileRecord file, Claim claim, Ss58Address validator) {
        return new StoredFileView(
                file.cid(),
                file.size(),
                file.segments().size(),
                file.contentRoot().hex(),
                claim.expiresAt(),
                List.of(validator.value()));
    }
}
