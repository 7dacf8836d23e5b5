package io.filetao.common.protocol.dendrite;

/** A successful answer whose signature was checked. */
public record Reply(int status, byte[] body) {}
