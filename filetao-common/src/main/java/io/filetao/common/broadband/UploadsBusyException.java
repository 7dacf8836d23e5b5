package io.filetao.common.broadband;

/** So many files are being stored that this one found no place in time; trying again later helps. */
public class UploadsBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UploadsBusyException(String message) {
        super(message);
    }
}
