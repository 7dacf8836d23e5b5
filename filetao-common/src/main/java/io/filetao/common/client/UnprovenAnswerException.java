package io.filetao.common.client;

/** A node's answer does not prove that its bytes are the file's; the same node will not do better. */
public final class UnprovenAnswerException extends FiletaoClientException {

    private static final long serialVersionUID = 1L;

    UnprovenAnswerException(String message) {
        super(message);
    }
}
