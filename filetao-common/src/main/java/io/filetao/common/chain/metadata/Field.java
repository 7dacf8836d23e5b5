package io.filetao.common.chain.metadata;

/**
 * One field of a composite or of a variant.
 *
 * @param name empty when the field has none
 * @param type id of its type
 */
public record Field(String name, int type) {}
