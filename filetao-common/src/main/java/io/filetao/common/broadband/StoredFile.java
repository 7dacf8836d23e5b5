package io.filetao.common.broadband;

import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;

/**
 * A file that is stored, recorded and claimed.
 *
 * @param held whether the same bytes were stored before, so that only a claim was added
 * @param relaxed whether shards of a segment had to share an owner or a subnet
 */
public record StoredFile(FileRecord record, Claim claim, boolean held, boolean relaxed) {}
