package io.filetao.common.chain.scale;

/** Bytes that are not the SCALE encoding of what was expected. */
public final class MalformedScaleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedScaleException(String message) {
        super(message);
    }
}
