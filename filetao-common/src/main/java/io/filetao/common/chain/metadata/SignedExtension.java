package io.filetao.common.chain.metadata;

/**
 * Something that every signed call carries or signs besides the call.
 *
 * @param type id of the type that is sent
 * @param implicit id of the type that is signed and not sent
 */
public record SignedExtension(String name, int type, int implicit) {}
