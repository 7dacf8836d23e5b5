package io.filetao.common.client;

/** The file's payload was made under another coldkey, so its key cannot be had with this one. */
public final class ForeignFileException extends FiletaoClientException {

    private static final long serialVersionUID = 1L;

    public ForeignFileException() {
        super(
                "This file belongs to another coldkey, so it cannot be decrypted; use the wallet it was stored with (--wallet.name).");
    }
}
