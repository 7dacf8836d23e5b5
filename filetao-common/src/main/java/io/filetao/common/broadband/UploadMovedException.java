package io.filetao.common.broadband;

/** Somebody else added to the upload, or ended it, while a part of it came; nothing of that part was entered any more. */
public final class UploadMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UploadMovedException() {
        super("The upload has moved on or was ended meanwhile; ask for its offset");
    }
}
